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
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.grpc.MethodDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Settings of load balancing for the calls to one service. Written as a gRPC service
 * config and read from one, side by side: what {@link #loadBalancingConfig} writes,
 * {@link #parse} reads.
 *
 * @param policy policy of methods that have none of their own
 * @param methods policies by simple name of a method
 * @param zone zone of this process, empty if it has none
 * @param preferLocalZone whether instances of the own zone are preferred
 * @param warmUp time over which an instance that has just started comes to its full share
 * of the calls, 0 disables it
 * @param removalGracePeriod time for which an instance that vanished from the registry
 * without announcing it is kept while its connection is healthy
 * @param verifyIdentity whether a process has to prove that it is the instance before
 * calls are sent over a new connection to it
 * @param outlierDetection when an instance is ejected, {@code null} for never
 * @since 0.1
 */
public record BalancerSettings(Policy policy, Map<String, Policy> methods, String zone, boolean preferLocalZone,
		Duration warmUp, Duration removalGracePeriod, boolean verifyIdentity,
		@Nullable OutlierDetectionSettings outlierDetection) {

	/** Name of the load balancing policy in a service config. */
	public static final String POLICY_NAME = "mprpc_method_aware";

	/** Settings that apply where nothing is configured. */
	public static final BalancerSettings DEFAULT = new BalancerSettings(new Policy(LoadBalancerPolicy.ROUND_ROBIN, ""),
			Map.of(), "", false, Duration.ofSeconds(60), Duration.ofSeconds(30), true, null);

	/**
	 * Copies the methods.
	 */
	public BalancerSettings {
		Objects.requireNonNull(policy, "policy");
		Objects.requireNonNull(zone, "zone");
		methods = Map.copyOf(methods);
	}

	/**
	 * Reads the balancer's part of a gRPC service config.
	 * @param config the configuration of the policy as gRPC parsed it from JSON
	 * @return the settings, defaults filled in
	 * @throws IllegalArgumentException if something is not understood: the message names
	 * the key and what is allowed there
	 */
	public static BalancerSettings parse(Map<String, ?> config) {
		return BalancerConfigParser.parse(config);
	}

	/**
	 * The settings as a gRPC service config has them.
	 * @return value of {@code loadBalancingConfig}
	 */
	public List<Map<String, ?>> loadBalancingConfig() {
		return List.of(Map.of(POLICY_NAME, BalancerConfigWriter.write(this)));
	}

	/**
	 * Policy of a method.
	 * @param method simple name of the method
	 * @return its own policy, or that of all methods
	 */
	public Policy policy(String method) {
		return this.methods.getOrDefault(method, this.policy);
	}

	/**
	 * Policy of a method.
	 * @param method the method
	 * @return its own policy, or that of all methods
	 */
	public Policy policy(MethodDescriptor<?, ?> method) {
		String name = method.getBareMethodName();
		return (name != null) ? policy(name) : this.policy;
	}

	/**
	 * Policy by which an instance is picked.
	 *
	 * @param type the policy
	 * @param hashKey name of the metadata header whose value
	 * {@link LoadBalancerPolicy#CONSISTENT_HASH} hashes, empty for the other policies
	 */
	public record Policy(LoadBalancerPolicy type, String hashKey) {

		@Override
		public String toString() {
			return (this.hashKey.isEmpty()) ? this.type.configName()
					: this.type.configName() + "(" + this.hashKey + ')';
		}

	}

}
