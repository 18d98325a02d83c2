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

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.Hedging;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.Method;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.Reference;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.Retry;
import io.mprpc.autoconfigure.consumer.RpcClientProperties.RetryOverride;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import io.mprpc.internal.grpc.client.settings.CallSettings;
import io.mprpc.internal.grpc.client.settings.HedgingSettings;
import io.mprpc.internal.grpc.client.settings.RetrySettings;
import io.mprpc.internal.grpc.client.settings.RetrySettings.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Factory of the settings of calls from properties: a method's, else its service's, else
 * those of all.
 */
final class CallSettingsFactory {

	private static final String CLIENT = "rpc.client";

	private final String prefix;

	private final Reference reference;

	private final Retry retry;

	private final CallSettings general;

	/**
	 * Creates the factory and checks the settings of all methods.
	 * @param properties the properties of all
	 * @param defaultDeadline deadline of unary calls where nothing else is said,
	 * {@code null} for none
	 * @param prefix name of the reference's properties
	 * @param reference the reference's properties
	 */
	CallSettingsFactory(RpcClientProperties properties, @Nullable CallDeadline defaultDeadline, String prefix,
			Reference reference) {
		this.prefix = prefix;
		this.reference = reference;
		this.retry = overridden(checked(CLIENT + ".retry", properties.retry()), prefix, reference.retry());
		CallDeadline deadline = (reference.deadline() != null) ? deadline(prefix + ".deadline", reference.deadline())
				: defaultDeadline;
		CallDeadline streamDeadline = (reference.streamDeadline() != null)
				? deadline(prefix + ".stream-deadline", reference.streamDeadline())
				: deadline(CLIENT + ".stream-deadline", properties.streamDeadline());
		this.general = new CallSettings(deadline, streamDeadline,
				(reference.waitForReady() != null) ? reference.waitForReady() : properties.waitForReady(),
				retry(this.retry, this.retry.allowNonIdempotent(), reference.retry() != null), null);
	}

	/**
	 * Settings of methods that have none of their own.
	 * @return the settings
	 */
	CallSettings general() {
		return this.general;
	}

	/**
	 * Settings of a method.
	 * @param descriptor the method
	 * @param method its properties
	 * @return the settings
	 */
	CallSettings method(MethodDescriptor<?, ?> descriptor, Method method) {
		String methodPrefix = this.prefix + ".methods." + descriptor.getBareMethodName();
		CallDeadline unary = this.general.unaryDeadline();
		CallDeadline stream = this.general.streamDeadline();
		if (method.deadline() != null) {
			unary = deadline(methodPrefix + ".deadline", method.deadline());
			stream = unary;
		}
		return new CallSettings(unary, stream,
				(method.waitForReady() != null) ? method.waitForReady() : this.general.waitForReady(),
				retry(methodPrefix, method.retry()), hedging(methodPrefix, descriptor, method));
	}

	/**
	 * Time that calls have.
	 * @param property name of the property
	 * @param value its value
	 * @return the deadline, {@code null} for zero
	 */
	static @Nullable CallDeadline deadline(String property, Duration value) {
		Duration timeout = PropertyRules.zeroForNone(property, value);
		return (timeout != null) ? new CallDeadline(timeout, property) : null;
	}

	private RetrySettings retry(String methodPrefix, @Nullable RetryOverride own) {
		if (own == null) {
			return this.general.retry();
		}
		Retry merged = overridden(this.retry, methodPrefix, own);
		// A single method that is to be retried need not be allowed to be as well.
		boolean allowed = Boolean.TRUE.equals(own.enabled()) && own.allowNonIdempotent() == null;
		return retry(merged, allowed || merged.allowNonIdempotent(), true);
	}

	private static RetrySettings retry(Retry retry, boolean allowNonIdempotent, boolean explicit) {
		Scope scope = (allowNonIdempotent) ? Scope.ALL : Scope.IDEMPOTENT;
		return new RetrySettings((retry.enabled()) ? scope : Scope.NONE, explicit, retry.maxAttempts(),
				retry.initialBackoff(), retry.maxBackoff(), retry.backoffMultiplier(), retry.statusCodes());
	}

	private static Retry overridden(Retry retry, String prefix, @Nullable RetryOverride override) {
		return (override != null) ? checked(prefix + ".retry", retry.with(override)) : retry;
	}

	private static Retry checked(String prefix, Retry retry) {
		if (retry.enabled()) {
			PropertyRules.attempts(prefix, retry.maxAttempts(), "retries");
		}
		PropertyRules.positive(prefix + ".initial-backoff", retry.initialBackoff());
		PropertyRules.positive(prefix + ".max-backoff", retry.maxBackoff());
		PropertyRules.check(retry.backoffMultiplier() > 0, prefix + ".backoff-multiplier", retry.backoffMultiplier(),
				"It must be greater than zero.");
		PropertyRules.check(!retry.statusCodes().isEmpty() && !retry.statusCodes().contains(Status.Code.OK),
				prefix + ".status-codes", retry.statusCodes(), "It must name at least one code, and not OK.");
		return retry;
	}

	private @Nullable HedgingSettings hedging(String methodPrefix, MethodDescriptor<?, ?> descriptor, Method method) {
		boolean own = method.hedging() != null;
		boolean retried = method.retry() != null && Boolean.TRUE.equals(method.retry().enabled());
		Hedging hedging = (own) ? method.hedging() : (retried) ? null : this.reference.hedging();
		if (hedging == null || !hedging.enabled()) {
			return null;
		}
		String property = ((own) ? methodPrefix : this.prefix) + ".hedging";
		PropertyRules.check(!retried, property + ".enabled", true,
				"A call is either hedged or retried, but " + methodPrefix + ".retry.enabled is true as well.");
		PropertyRules.check(hedging.allowNonIdempotent() || RetrySettings.isIdempotent(descriptor),
				property + ".enabled", true,
				"Hedging runs a call several times, and " + descriptor.getFullMethodName()
						+ " is not declared idempotent. If that does no harm, say so with 'option idempotency_level = "
						+ "IDEMPOTENT;' in the .proto file or with " + property
						+ ".allow-non-idempotent=true; else hedge other methods only, each below " + this.prefix
						+ ".methods.");
		PropertyRules.attempts(property, hedging.maxAttempts(), "hedging");
		PropertyRules.notNegative(property + ".delay", hedging.delay());
		return new HedgingSettings(hedging.maxAttempts(), hedging.delay(), hedging.nonFatalStatusCodes());
	}

}
