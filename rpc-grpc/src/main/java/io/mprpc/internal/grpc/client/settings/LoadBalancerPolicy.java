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

import java.util.Arrays;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Policy by which calls are spread over the ready instances that serve the called method.
 *
 * @since 0.1
 */
public enum LoadBalancerPolicy {

	/** One after the other, in proportion to their weights where these differ. */
	ROUND_ROBIN,

	/** The one with fewer calls under way for its weight of two chosen by chance. */
	LEAST_OUTSTANDING,

	/** The same instance for the same value of a header, as long as it is there. */
	CONSISTENT_HASH;

	/**
	 * Name of the policy in the balancer's configuration.
	 * @return the name, in lower case
	 */
	public String configName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Finds a policy by its name in the balancer's configuration.
	 * @param configName the name
	 * @return the policy, {@code null} if there is none of that name
	 */
	public static @Nullable LoadBalancerPolicy of(String configName) {
		return Arrays.stream(values())
			.filter((policy) -> policy.configName().equals(configName))
			.findFirst()
			.orElse(null);
	}

}
