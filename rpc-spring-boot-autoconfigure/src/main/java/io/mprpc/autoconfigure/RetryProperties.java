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

package io.mprpc.autoconfigure;

import java.time.Duration;
import java.util.Set;

import io.grpc.Status;
import io.mprpc.autoconfigure.RpcClientProperties.Retry;
import io.mprpc.autoconfigure.RpcClientProperties.RetryOverride;
import io.mprpc.consumer.RetrySettings;
import io.mprpc.consumer.RetrySettings.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Retry properties of one level laid over those of the level above.
 */
record RetryProperties(boolean enabled, boolean allowNonIdempotent, int maxAttempts, Duration initialBackoff,
		Duration maxBackoff, double backoffMultiplier, Set<Status.Code> statusCodes) {

	static RetryProperties of(Retry retry) {
		return new RetryProperties(retry.enabled(), retry.allowNonIdempotent(), retry.maxAttempts(),
				retry.initialBackoff(), retry.maxBackoff(), retry.backoffMultiplier(), retry.statusCodes())
			.checked("rpc.client.retry");
	}

	static RetryProperties of(RetrySettings retry) {
		return new RetryProperties(retry.scope() != Scope.NONE, retry.scope() == Scope.ALL, retry.maxAttempts(),
				retry.initialBackoff(), retry.maxBackoff(), retry.backoffMultiplier(), retry.statusCodes());
	}

	RetryProperties with(String prefix, @Nullable RetryOverride retry) {
		if (retry == null) {
			return this;
		}
		return new RetryProperties((retry.enabled() != null) ? retry.enabled() : this.enabled,
				(retry.allowNonIdempotent() != null) ? retry.allowNonIdempotent() : this.allowNonIdempotent,
				(retry.maxAttempts() != null) ? retry.maxAttempts() : this.maxAttempts,
				(retry.initialBackoff() != null) ? retry.initialBackoff() : this.initialBackoff,
				(retry.maxBackoff() != null) ? retry.maxBackoff() : this.maxBackoff,
				(retry.backoffMultiplier() != null) ? retry.backoffMultiplier() : this.backoffMultiplier,
				(retry.statusCodes() != null) ? retry.statusCodes() : this.statusCodes)
			.checked(prefix);
	}

	private RetryProperties checked(String prefix) {
		if (this.enabled) {
			PropertyRules.attempts(prefix, this.maxAttempts, "retries");
		}
		PropertyRules.positive(prefix + ".initial-backoff", this.initialBackoff);
		PropertyRules.positive(prefix + ".max-backoff", this.maxBackoff);
		PropertyRules.check(this.backoffMultiplier > 0, prefix + ".backoff-multiplier", this.backoffMultiplier,
				"It must be greater than zero.");
		PropertyRules.check(!this.statusCodes.isEmpty() && !this.statusCodes.contains(Status.Code.OK),
				prefix + ".status-codes", this.statusCodes, "It must name at least one code, and not OK.");
		return this;
	}

	RetrySettings settings(boolean explicit) {
		Scope scope = (this.allowNonIdempotent) ? Scope.ALL : Scope.IDEMPOTENT;
		return settings((this.enabled) ? scope : Scope.NONE, explicit);
	}

	/**
	 * Settings of one method: who says of a single method that it is to be retried need
	 * not say again that it may be.
	 * @param own what is said for the method
	 * @return the settings
	 */
	RetrySettings ofMethod(RetryOverride own) {
		if (Boolean.TRUE.equals(own.enabled()) && own.allowNonIdempotent() == null) {
			return settings(Scope.ALL, true);
		}
		return settings(true);
	}

	private RetrySettings settings(Scope scope, boolean explicit) {
		return new RetrySettings(scope, explicit, this.maxAttempts, this.initialBackoff, this.maxBackoff,
				this.backoffMultiplier, this.statusCodes);
	}

}
