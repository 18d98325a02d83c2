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

package io.mprpc.consumer.balancer;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How an instance is chosen among those that are ready and serve the method. Weights,
 * warm-up and zones count in each.
 */
enum BalancingPolicy {

	/** In turn; in proportion to the weights where these differ. */
	ROUND_ROBIN("round_robin"),

	/** The same, for those who want to say that weights matter. */
	WEIGHTED("weighted"),

	/** The less loaded of two. */
	LEAST_OUTSTANDING("least_outstanding"),

	/** The same instance for the same value of a header. */
	CONSISTENT_HASH("consistent_hash");

	private final String text;

	BalancingPolicy(String text) {
		this.text = text;
	}

	/**
	 * Reads a policy.
	 * @param text its name in a configuration
	 * @return the policy, {@code null} if there is none of that name
	 */
	static @Nullable BalancingPolicy of(String text) {
		return Arrays.stream(values()).filter((policy) -> policy.text.equals(text)).findFirst().orElse(null);
	}

	/**
	 * All names, for messages.
	 * @return the names with commas between them
	 */
	static String names() {
		return Arrays.stream(values()).map((policy) -> policy.text).collect(Collectors.joining(", "));
	}

	@Override
	public String toString() {
		return this.text;
	}

}
