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

package io.mprpc.consumer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How the calls to one service are spread.
 *
 * @param choice how an instance is chosen, for methods that have no choice of their own
 * @param methods how an instance is chosen by simple name of a method
 * @param zone zone of this process, empty if it has none
 * @param zoneFirst whether instances of the own zone are preferred
 * @param warmUp time over which an instance that has just started comes to its full share
 * @param removalGrace time for which an instance that vanished from the registry without
 * announcing it is kept while its connection is healthy
 * @param verifyIdentity whether a process has to prove that it is the instance before
 * calls are sent over a new connection to it
 * @param outlier when an instance is ejected, {@code null} for never
 * @since 0.1
 */
public record BalancerSettings(Choice choice, Map<String, Choice> methods, String zone, boolean zoneFirst,
		Duration warmUp, Duration removalGrace, boolean verifyIdentity, @Nullable OutlierSettings outlier) {

	/**
	 * Copies the methods.
	 */
	public BalancerSettings {
		Objects.requireNonNull(choice, "choice");
		Objects.requireNonNull(zone, "zone");
		methods = Map.copyOf(methods);
	}

	/**
	 * The settings as a gRPC service config has them.
	 * @return value of {@code loadBalancingConfig}
	 */
	public List<Map<String, ?>> loadBalancingConfig() {
		return LoadBalancing.config(this);
	}

	/**
	 * How an instance is chosen.
	 *
	 * @param policy the policy
	 * @param hashKey name of the metadata header whose value
	 * {@link LoadBalancerPolicy#CONSISTENT_HASH} hashes, empty for the other policies
	 */
	public record Choice(LoadBalancerPolicy policy, String hashKey) {
	}

}
