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
 * Properties of the calls to the services that this application references.
 *
 * @param enabled Whether to inject references.
 * @param deadline Deadline of a unary call, including retries, unless the caller sets
 * one; 0 disables.
 * @param streamDeadline Deadline of a streaming call unless the caller sets one; 0
 * disables.
 * @param waitForReady Whether a call waits, within its deadline, until an instance is
 * ready instead of failing immediately; left to the caller by default.
 * @param connectEagerly Whether to connect to the instances of a service as soon as a
 * stub of it is created, instead of with the first call.
 * @param idleTimeout Time without calls after which the connections to a service are
 * closed; its view of the registry is kept; 0 disables.
 * @param shutdownGracePeriod Time that open calls have to finish when the application
 * stops.
 * @param resolutionTimeout Time for which calls wait for the registry to answer, from
 * when a channel begins to connect; should be less than the deadline.
 * @param loadBalancer Policy by which calls are spread over the instances of a service.
 * @param hashKey Metadata header whose value selects the instance with consistent-hash.
 * @param defaultVersion Version that an instance must have if neither the reference nor
 * its service's properties set one; any version by default.
 * @param preferLocalZone Whether to prefer instances of the own zone.
 * @param warmUp Time in which the share of calls of an instance that has just started
 * grows to its full weight; 0 disables.
 * @param removalGracePeriod Time for which an instance that vanished from the registry
 * without an announcement is kept while its connection is healthy.
 * @param verifyIdentity Whether a process must prove that it is the registered instance
 * before calls are sent over a new connection to it; disable it if a proxy or a virtual
 * address is in between.
 * @param maxInboundMessageSize Largest response message that is accepted; by default as
 * Spring Boot configures the channel, 4MB unless set there.
 * @param keepalive How connections are probed.
 * @param retry How calls are retried.
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
	 * @param time Time without data on a connection with open calls after which it is
	 * probed, 10 seconds at least; 0 disables.
	 * @param timeout Time after which an unanswered probe closes the connection.
	 * @param withoutCalls Whether to probe connections without calls too.
	 */
	record Keepalive(@DefaultValue("10s") Duration time, @DefaultValue("3s") Duration timeout,
			@DefaultValue("false") boolean withoutCalls) {
	}

	/**
	 * How calls are retried: those to methods that are declared idempotent in their
	 * .proto.
	 *
	 * @param enabled Whether to retry calls whose request may have reached a server.
	 * @param allowNonIdempotent Whether to retry calls to methods that are not declared
	 * idempotent.
	 * @param maxAttempts Number of attempts of a call, including the first.
	 * @param initialBackoff Longest pause before the second attempt.
	 * @param maxBackoff Longest pause before any attempt.
	 * @param backoffMultiplier Factor by which the pause grows from attempt to attempt.
	 * @param statusCodes Comma-separated list of status codes that are retried.
	 * @param budget Limit of retries.
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
	 * Limit of retries, so that they do not make an outage worse.
	 *
	 * @param maxTokens Tokens that a channel has at the start and at most; a failed call
	 * takes one, and with half of them used no call is retried; 1,000 at most.
	 * @param tokenRatio Tokens that a successful call gives back.
	 */
	record Budget(@DefaultValue("1000") int maxTokens, @DefaultValue("0.1") double tokenRatio) {
	}

	/**
	 * When an instance whose calls fail is ejected.
	 *
	 * @param enabled Whether to eject instances.
	 * @param interval Time between two evaluations of the instances.
	 * @param failurePercentage Percentage of failed calls in an interval above which an
	 * instance is ejected.
	 * @param minimumCalls Number of calls in an interval below which an instance is not
	 * evaluated.
	 * @param minimumInstances Number of instances with enough calls below which none is
	 * evaluated.
	 * @param baseEjectionTime Time of the first ejection; each further one is longer by
	 * it.
	 * @param maxEjectionTime Longest time of an ejection.
	 * @param maxEjectedPercentage Percentage of ejected instances at which no further one
	 * is ejected.
	 */
	record OutlierDetection(@DefaultValue("true") boolean enabled, @DefaultValue("2s") Duration interval,
			@DefaultValue("85") int failurePercentage, @DefaultValue("5") int minimumCalls,
			@DefaultValue("2") int minimumInstances, @DefaultValue("10s") Duration baseEjectionTime,
			@DefaultValue("60s") Duration maxEjectionTime, @DefaultValue("50") int maxEjectedPercentage) {
	}

	/**
	 * How connections are secured.
	 *
	 * @param bundle Name of the SSL bundle; by default the one that Spring Boot
	 * configures for the channel.
	 */
	record Ssl(@Nullable String bundle) {
	}

	/**
	 * Settings of the references to one service. What is left out is taken from
	 * rpc.client.
	 *
	 * @param url Address to call instead of the registered instances: static://host:port,
	 * dns:///host:port, in-process:name (needs io.grpc:grpc-inprocess), or the name of a
	 * channel of Spring Boot's.
	 * @param version Version that an instance must have; empty for any, in spite of
	 * rpc.client.default-version.
	 * @param tags Tags that an instance must have.
	 * @param deadline Deadline of a unary call, including retries; 0 disables.
	 * @param streamDeadline Deadline of a streaming call; 0 disables.
	 * @param waitForReady Whether a call waits, within its deadline, until an instance is
	 * ready.
	 * @param loadBalancer Policy by which calls are spread over the instances.
	 * @param hashKey Metadata header whose value selects the instance with
	 * consistent-hash.
	 * @param preferLocalZone Whether to prefer instances of the own zone.
	 * @param warmUp Time in which the share of calls of an instance that has just started
	 * grows to its full weight.
	 * @param verifyIdentity Whether a process must prove that it is the registered
	 * instance before calls are sent over a new connection to it.
	 * @param maxInboundMessageSize Largest response message that is accepted.
	 * @param retry How calls are retried.
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
	 * @param deadline Deadline of a call, unary or streaming; 0 disables.
	 * @param waitForReady Whether a call waits, within its deadline, until an instance is
	 * ready.
	 * @param loadBalancer Policy by which calls are spread over the instances.
	 * @param hashKey Metadata header whose value selects the instance with
	 * consistent-hash.
	 * @param retry How calls are retried.
	 * @param hedging How calls are hedged.
	 */
	record Method(@Nullable Duration deadline, @Nullable Boolean waitForReady,
			@Nullable LoadBalancerPolicy loadBalancer, @Nullable String hashKey, @Nullable RetryOverride retry,
			@Nullable Hedging hedging) {

		static final Method NONE = new Method(null, null, null, null, null, null);

	}

	/**
	 * How calls are retried. A missing value is taken from one level higher.
	 *
	 * @param enabled Whether to retry calls whose request may have reached a server.
	 * @param allowNonIdempotent Whether to retry calls to methods that are not declared
	 * idempotent.
	 * @param maxAttempts Number of attempts of a call, including the first.
	 * @param initialBackoff Longest pause before the second attempt.
	 * @param maxBackoff Longest pause before any attempt.
	 * @param backoffMultiplier Factor by which the pause grows from attempt to attempt.
	 * @param statusCodes Comma-separated list of status codes that are retried.
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
	 * @param maxAttempts Number of requests sent for one call, including the first.
	 * @param delay Time without an answer after which the next request is sent.
	 * @param nonFatalStatusCodes Comma-separated list of status codes that one request
	 * may fail with while the others continue.
	 */
	record Hedging(@DefaultValue("true") boolean enabled, @DefaultValue("false") boolean allowNonIdempotent,
			@DefaultValue("2") int maxAttempts, @DefaultValue("100ms") Duration delay,
			@DefaultValue("UNAVAILABLE") Set<Status.Code> nonFatalStatusCodes) {
	}

}
