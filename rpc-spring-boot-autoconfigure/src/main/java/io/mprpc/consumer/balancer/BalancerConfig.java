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

import java.time.Duration;
import java.util.Map;

import io.grpc.MethodDescriptor;
import io.mprpc.consumer.LoadBalancerPolicy;
import io.mprpc.consumer.OutlierSettings;
import org.jspecify.annotations.Nullable;

/**
 * How a channel's calls are balanced.
 *
 * @param rule for all methods that have no rule of their own
 * @param methods rules by the simple name of the method
 * @param zone zone of the caller, empty if it has none
 * @param zoneFirst whether instances of the caller's zone are preferred
 * @param warmUp time until a fresh instance gets its full share, zero for no warming up
 * @param removalGrace how long an instance that vanished unannounced from the registry is
 * kept while it answers
 * @param verifyIdentity whether a process has to prove that it is the instance before
 * calls are sent to it
 * @param outlier when an instance whose calls fail is ejected, {@code null} for never
 */
record BalancerConfig(Rule rule, Map<String, Rule> methods, String zone, boolean zoneFirst, Duration warmUp,
		Duration removalGrace, boolean verifyIdentity, @Nullable OutlierSettings outlier) {

	/** Time until a fresh instance gets its full share. */
	static final Duration DEFAULT_WARM_UP = Duration.ofSeconds(60);

	/** How long an instance that vanished unannounced is kept. */
	static final Duration DEFAULT_REMOVAL_GRACE = Duration.ofSeconds(30);

	/** What applies where nothing is configured. */
	static final BalancerConfig DEFAULT = new BalancerConfig(new Rule(LoadBalancerPolicy.ROUND_ROBIN, null), Map.of(),
			"", false, DEFAULT_WARM_UP, DEFAULT_REMOVAL_GRACE, true, null);

	BalancerConfig {
		methods = Map.copyOf(methods);
	}

	/**
	 * The rule for a method.
	 * @param method simple name of the method
	 * @return its own rule, or the one for all
	 */
	Rule rule(String method) {
		return this.methods.getOrDefault(method, this.rule);
	}

	/**
	 * The rule for a method.
	 * @param method the method
	 * @return its own rule, or the one for all
	 */
	Rule rule(MethodDescriptor<?, ?> method) {
		String name = method.getBareMethodName();
		return (name != null) ? rule(name) : this.rule;
	}

	/**
	 * How an instance is chosen.
	 *
	 * @param policy the policy
	 * @param hashKey header whose value decides under
	 * {@link LoadBalancerPolicy#CONSISTENT_HASH}
	 */
	record Rule(LoadBalancerPolicy policy, @Nullable String hashKey) {

		@Override
		public String toString() {
			return (this.hashKey != null) ? this.policy.configName() + "(" + this.hashKey + ')'
					: this.policy.configName();
		}

	}

}
