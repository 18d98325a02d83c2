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

import io.grpc.MethodDescriptor;
import io.mprpc.autoconfigure.RpcClientProperties.Hedging;
import io.mprpc.autoconfigure.RpcClientProperties.Method;
import io.mprpc.autoconfigure.RpcClientProperties.Reference;
import io.mprpc.consumer.HedgingSettings;
import io.mprpc.consumer.RetrySettings;
import org.jspecify.annotations.Nullable;

/**
 * Hedging properties of a method: its own, else its service's.
 *
 * @param prefix name of the reference's properties
 * @param reference the reference's properties
 */
record HedgingProperties(String prefix, Reference reference) {

	@Nullable HedgingSettings settings(MethodDescriptor<?, ?> descriptor, Method method) {
		boolean own = method.hedging() != null;
		boolean retried = method.retry() != null && Boolean.TRUE.equals(method.retry().enabled());
		Hedging hedging = (own) ? method.hedging() : (retried) ? null : this.reference.hedging();
		if (hedging == null || !hedging.enabled()) {
			return null;
		}
		String methodPrefix = this.prefix + ".methods." + descriptor.getBareMethodName();
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
