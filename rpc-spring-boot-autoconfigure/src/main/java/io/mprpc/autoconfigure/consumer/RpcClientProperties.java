/*
 * Copyright 2026 the mprpc authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.mprpc.autoconfigure.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.grpc.Status;
import io.mprpc.internal.grpc.client.settings.LoadBalancerPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How this application calls the services that it references.
 *
 * @param enabled Whether to inject references.
 * @param deadline Time that a unary call has in all, retries included, unless the caller
 * sets a deadline; zero for any.
 * @param streamDeadline Time that a streaming call has in all unless the caller sets a
 * deadline; zero for any.
 * @param waitForReady Whether a call waits, within its deadline, until an instance is
 * ready instead of failing at once; left to the caller by default.
 * @param connectEagerly Whether to connect to the instances of a service as soon as a
 * stub of it is made, instead of with the first call.
 * @param idleTimeout Time without calls after which the connections to a service are
 * closed; its view of the registry is kept; zero for never.
 * @param shutdownGracePeriod Time that calls under way have to end when the application
 * stops.
 * @param resolutionTimeout Time for which calls wait for the registry to answer, from
 * when a channel begins to connect; should be less than the deadline.
 * @param loadBalancer How calls are spread over the instances of a service.
 * @param hashKey Metadata header whose value decides with consistent-hash.
 * @param defaultVersion Version that an instance must have where neither the reference
 * nor its service's properties name one; any version without it.
 * @param preferLocalZone Whether to prefer instances of the own zone.
 * @param warmUp Time over which an instance that has just started comes to its full share
 * of the calls; zero for at once.
 * @param removalGracePeriod Time for which an instance that vanished from the registry
 * without announcing it is kept while its connection is healthy.
 * @param verifyIdentity Whether a process has to prove that it is the registered instance
 * before calls are sent over a new connection to it; disable it where a proxy or a
 * virtual address stands between.
 * @param maxInboundMessageSize Largest response message that is accepted; what Spring
 * Boot has for the channel, 4MB unless set there, by default.
 * @param keepalive How connections are probed.
 * @param retry How calls are repeated.
 * @param outlierDetection When an instance whose calls fail is ejected.
 * @param ssl How connections to registered services are secured.
 * @param references Settings of the references by full name of their service.
 * @since 0.1
 */
@ConfigurationProperties("rpc.client")
public record RpcClientProperties(@DefaultValue("true") boolean enabled, @DefaultValue("5s") Duration deadline,
		@DefaultValue("0s") Duration streamDeadline, @Nullable Boolean waitForReady,
		@DefaultValue("true") boolean connectEagerly, @DefaultValue("30m") Duration idleTimeout,
		@DefaultValue("2s") Duration shutdownGracePeriod, @DefaultValue("3s") Duration resolutionTimeout,
		@DefaultValue("round-robin") LoadBalancerPolicy loadBalancer, @DefaultValue("") String hashKey,
		@DefaultValue("") String defaultVersion, @DefaultValue("false") boolean preferLocalZone,
		@DefaultValue("60s") Duration warmUp, @DefaultValue("30s") Duration removalGracePeriod,
		@DefaultValue("true") boolean verifyIdentity, @Nullable DataSize maxInboundMessageSize,
		@DefaultValue Keepalive keepalive, @DefaultValue Retry retry, @DefaultValue OutlierDetection outlierDetection,
		@DefaultValue Ssl ssl, @DefaultValue Map<String, Reference> references) {

	/**
	 * How connections are probed.
	 *
	 * @param time Time without a sign of life on a connection with calls under way after
	 * which it is probed, 10 seconds at least; zero for never.
	 * @param timeout Time after which an unanswered probe ends the connection.
	 * @param withoutCalls Whether to probe connections without calls too.
	 */
	record Keepalive(@DefaultValue("10s") Duration time, @DefaultValue("3s") Duration timeout,
			@DefaultValue("false") boolean withoutCalls) {
	}

	/**
	 * How calls are repeated that may be: those to methods that are declared idempotent
	 * in their .proto.
	 *
	 * @param enabled Whether to repeat calls whose request may have reached a server.
	 * @param allowNonIdempotent Whether to repeat calls to methods that are not declared
	 * idempotent too.
	 * @param maxAttempts Attempts of a call, the first included.
	 * @param initialBackoff Longest pause before the second attempt.
	 * @param maxBackoff Longest pause before any attempt.
	 * @param backoffMultiplier Factor by which the pause grows from attempt to attempt.
	 * @param statusCodes Comma-separated list of status codes with which a call fails
	 * that is repeated.
	 * @param budget How much repeating there may be.
	 */
	record Retry(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean allowNonIdempotent,
			@DefaultValue("3") int maxAttempts, @DefaultValue("20ms") Duration initialBackoff,
			@DefaultValue("500ms") Duration maxBackoff, @DefaultValue("2") double backoffMultiplier,
			@DefaultValue("UNAVAILABLE") Set<Status.Code> statusCodes, @DefaultValue Budget budget) {

		Retry with(RetryOverride override) {
			return new Retry((override.enabled() != null) ? override.enabled() : this.enabled,
					(override.allowNonIdempotent() != null) ? override.allowNonIdempotent() : this.allowNonIdempotent,
					(override.maxAttempts() != null) ? override.maxAttempts() : this.maxAttempts,
					(override.initialBackoff() != null) ? override.initialBackoff() : this.initialBackoff,
					(override.maxBackoff() != null) ? override.maxBackoff() : this.maxBackoff,
					(override.backoffMultiplier() != null) ? override.backoffMultiplier() : this.backoffMultiplier,
					(override.statusCodes() != null) ? override.statusCodes() : this.statusCodes, this.budget);
		}

	}

	/**
	 * Keeps repeated calls from making an outage worse.
	 *
	 * @param maxTokens Tokens that a channel has at the start and at most; a failed call
	 * takes one, and with half of them gone nothing is repeated; 1,000 at most.
	 * @param tokenRatio Tokens that a successful call gives back.
	 */
	record Budget(@DefaultValue("1000") int maxTokens, @DefaultValue("0.1") double tokenRatio) {
	}

	/**
	 * When an instance whose calls fail is ejected.
	 *
	 * @param enabled Whether to eject instances.
	 * @param interval How often the instances are judged.
	 * @param failurePercentage Percentage of failed calls in an interval above which an
	 * instance is ejected.
	 * @param minimumCalls Calls in an interval below which an instance is not judged.
	 * @param minimumInstances Instances with enough calls below which nobody is judged.
	 * @param baseEjectionTime Time of the first ejection; each further one is longer by
	 * it.
	 * @param maxEjectionTime Longest time of an ejection.
	 * @param maxEjectedPercentage Percentage of ejected instances from which on no
	 * further one is ejected.
	 */
	record OutlierDetection(@DefaultValue("true") boolean enabled, @DefaultValue("2s") Duration interval,
			@DefaultValue("85") int failurePercentage, @DefaultValue("5") int minimumCalls,
			@DefaultValue("2") int minimumInstances, @DefaultValue("10s") Duration baseEjectionTime,
			@DefaultValue("60s") Duration maxEjectionTime, @DefaultValue("50") int maxEjectedPercentage) {
	}

	/**
	 * How connections are secured.
	 *
	 * @param bundle Name of the SSL bundle; without one, what Spring Boot has for the
	 * channel applies.
	 */
	record Ssl(@Nullable String bundle) {
	}

	/**
	 * Settings of the references to one service. What is left out is taken from
	 * rpc.client.
	 *
	 * @param url Address to call instead of what the registry knows: static://host:port,
	 * dns:///host:port, in-process:name (needs io.grpc:grpc-inprocess), or the name of a
	 * channel of Spring Boot's.
	 * @param version Version that an instance must have; empty for any, whatever
	 * rpc.client.default-version says.
	 * @param tags Tags that an instance must have.
	 * @param deadline Time that a unary call has in all; zero for any.
	 * @param streamDeadline Time that a streaming call has in all; zero for any.
	 * @param waitForReady Whether a call waits, within its deadline, until an instance is
	 * ready.
	 * @param loadBalancer How calls are spread over the instances.
	 * @param hashKey Metadata header whose value decides with consistent-hash.
	 * @param preferLocalZone Whether to prefer instances of the own zone.
	 * @param warmUp Time over which an instance that has just started comes to its full
	 * share of the calls.
	 * @param verifyIdentity Whether a process has to prove that it is the registered
	 * instance before calls are sent over a new connection to it.
	 * @param maxInboundMessageSize Largest response message that is accepted.
	 * @param retry How calls are repeated.
	 * @param hedging How calls are hedged.
	 * @param ssl How connections are secured.
	 * @param methods Settings by simple name of a method.
	 */
	public record Reference(@Nullable String url, @Nullable String version, @Nullable Map<String, String> tags,
			@Nullable Duration deadline, @Nullable Duration streamDeadline, @Nullable Boolean waitForReady,
			@Nullable LoadBalancerPolicy loadBalancer, @Nullable String hashKey, @Nullable Boolean preferLocalZone,
			@Nullable Duration warmUp, @Nullable Boolean verifyIdentity, @Nullable DataSize maxInboundMessageSize,
			@Nullable RetryOverride retry, @Nullable Hedging hedging, @Nullable Ssl ssl,
			@Nullable Map<String, Method> methods) {

		static final Reference NONE = new Reference(null, null, null, null, null, null, null, null, null, null, null,
				null, null, null, null, null);

	}

	/**
	 * Settings of a method. What is left out is taken from its service's reference.
	 *
	 * @param deadline Time that a call has in all, be it unary or streaming; zero for
	 * any.
	 * @param waitForReady Whether a call waits, within its deadline, until an instance is
	 * ready.
	 * @param loadBalancer How calls are spread over the instances.
	 * @param hashKey Metadata header whose value decides with consistent-hash.
	 * @param retry How calls are repeated.
	 * @param hedging How calls are hedged.
	 */
	record Method(@Nullable Duration deadline, @Nullable Boolean waitForReady,
			@Nullable LoadBalancerPolicy loadBalancer, @Nullable String hashKey, @Nullable RetryOverride retry,
			@Nullable Hedging hedging) {

		static final Method NONE = new Method(null, null, null, null, null, null);

	}

	/**
	 * How calls are repeated. What is left out is taken from one level higher.
	 *
	 * @param enabled Whether to repeat calls whose request may have reached a server.
	 * @param allowNonIdempotent Whether to repeat calls to methods that are not declared
	 * idempotent too.
	 * @param maxAttempts Attempts of a call, the first included.
	 * @param initialBackoff Longest pause before the second attempt.
	 * @param maxBackoff Longest pause before any attempt.
	 * @param backoffMultiplier Factor by which the pause grows from attempt to attempt.
	 * @param statusCodes Comma-separated list of status codes with which a call fails
	 * that is repeated.
	 */
	record RetryOverride(@Nullable Boolean enabled, @Nullable Boolean allowNonIdempotent, @Nullable Integer maxAttempts,
			@Nullable Duration initialBackoff, @Nullable Duration maxBackoff, @Nullable Double backoffMultiplier,
			@Nullable Set<Status.Code> statusCodes) {
	}

	/**
	 * How calls are hedged: sent to further instances while the first has not answered.
	 *
	 * @param enabled Whether to hedge.
	 * @param allowNonIdempotent Whether to hedge methods that are not declared
	 * idempotent.
	 * @param maxAttempts Requests sent for one call, the first included.
	 * @param delay Time without an answer after which the next request is sent.
	 * @param nonFatalStatusCodes Comma-separated list of status codes that one request
	 * may fail with while the others go on.
	 */
	record Hedging(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean allowNonIdempotent,
			@DefaultValue("2") int maxAttempts, @DefaultValue("100ms") Duration delay,
			@DefaultValue("UNAVAILABLE") Set<Status.Code> nonFatalStatusCodes) {
	}

}
