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

package io.mprpc.internal.grpc.client.settings;

import java.time.Duration;
import java.util.Set;

import io.grpc.MethodDescriptor;
import io.grpc.Status;

/**
 * Settings of retries. grpc-java retries a request that provably never reached a server
 * regardless of them.
 *
 * @param scope methods whose calls are retried
 * @param explicit whether the user said so for the reference or the method, so that it
 * wins over a service config that the user gave to Spring Boot
 * @param maxAttempts attempts of a call, the first included, at least 2
 * @param initialBackoff longest pause before the second attempt
 * @param maxBackoff longest pause before any attempt
 * @param backoffMultiplier by how much the pause grows from attempt to attempt
 * @param statusCodes status codes with which a call fails that is retried
 * @since 0.1
 */
public record RetrySettings(Scope scope, boolean explicit, int maxAttempts, Duration initialBackoff,
		Duration maxBackoff, double backoffMultiplier, Set<Status.Code> statusCodes) {

	/**
	 * Copies the status codes.
	 */
	public RetrySettings {
		statusCodes = Set.copyOf(statusCodes);
	}

	boolean appliesTo(MethodDescriptor<?, ?> method) {
		return switch (this.scope) {
			case NONE -> false;
			case IDEMPOTENT -> isIdempotent(method);
			case ALL -> true;
		};
	}

	/**
	 * Whether a method is declared in its {@code .proto} as one that may be retried.
	 * @param method the method
	 * @return whether its {@code idempotency_level} is {@code IDEMPOTENT} or
	 * {@code NO_SIDE_EFFECTS}
	 */
	public static boolean isIdempotent(MethodDescriptor<?, ?> method) {
		return method.isIdempotent() || method.isSafe();
	}

	/**
	 * Scope of the methods whose calls are retried.
	 */
	public enum Scope {

		/** None. */
		NONE,

		/** Those that are declared idempotent. */
		IDEMPOTENT,

		/** All: the user says that it does no harm. */
		ALL

	}

}
