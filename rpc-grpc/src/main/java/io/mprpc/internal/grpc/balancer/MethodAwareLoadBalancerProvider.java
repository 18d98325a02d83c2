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

package io.mprpc.internal.grpc.balancer;

import java.util.Map;
import java.util.random.RandomGenerator;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancerProvider;
import io.grpc.NameResolver.ConfigOrError;
import io.grpc.Status;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.time.TimeSource;

/**
 * Provider of balancers that spread calls over the ready instances that serve the called
 * method. Configured in a gRPC service config:
 *
 * <pre>
 * {"loadBalancingConfig": [{"mprpc_method_aware": {
 *   "policy": "round_robin",        // or least_outstanding, consistent_hash; all heed weights
 *   "hashKey": "x-user",            // header that decides under consistent_hash
 *   "zone": "a",                    // zone of the caller
 *   "preferLocalZone": true,              // prefer instances of that zone, default false
 *   "warmUp": "60s",                // until a fresh instance gets its full share, 0s for immediately
 *   "removalGracePeriod": "30s",          // for answering instances that the registry lost, 0s for none
 *   "verifyIdentity": true,         // before calls are sent over a new connection
 *   "outlierDetection": {"interval": "2s", "failurePercentage": 85, "minimumCalls": 5, "minimumInstances": 2,
 *     "baseEjectionTime": "10s", "maxEjectionTime": "60s", "maxEjectedPercentage": 50},
 *   "methods": {"Login": {"policy": "least_outstanding"}}
 * }}]}
 * </pre>
 *
 * All keys may be absent; the values shown for {@code policy}, {@code warmUp},
 * {@code removalGracePeriod}, {@code verifyIdentity} and within {@code outlierDetection}
 * are the defaults. Without {@code outlierDetection} no instance is ejected. A rule for a
 * method takes {@code policy} and {@code hashKey}.
 *
 * @since 0.1
 */
public final class MethodAwareLoadBalancerProvider extends LoadBalancerProvider {

	/** Name of the policy in a service config. */
	public static final String POLICY_NAME = BalancerSettings.POLICY_NAME;

	private static final int PRIORITY = 5;

	private final TimeSource time;

	private final RandomGenerator random;

	/**
	 * Creates the provider.
	 * @param time source of time
	 * @param random source of random numbers; called by several threads, so that one
	 * based on {@code ThreadLocalRandom} is best
	 */
	public MethodAwareLoadBalancerProvider(TimeSource time, RandomGenerator random) {
		this.time = time;
		this.random = random;
	}

	@Override
	public boolean isAvailable() {
		return true;
	}

	@Override
	public int getPriority() {
		return PRIORITY;
	}

	@Override
	public String getPolicyName() {
		return POLICY_NAME;
	}

	@Override
	public LoadBalancer newLoadBalancer(LoadBalancer.Helper helper) {
		return new HealthCheckSwitch(helper, new LoadBalancer.Factory() {

			@Override
			public LoadBalancer newLoadBalancer(LoadBalancer.Helper inner) {
				return new MethodAwareLoadBalancer(inner, MethodAwareLoadBalancerProvider.this.time,
						MethodAwareLoadBalancerProvider.this.random);
			}

		});
	}

	@Override
	public ConfigOrError parseLoadBalancingPolicyConfig(Map<String, ?> config) {
		try {
			return ConfigOrError.fromConfig(BalancerSettings.parse(config));
		}
		catch (IllegalArgumentException ex) {
			return ConfigOrError.fromError(Status.INVALID_ARGUMENT
				.withDescription("Configuration of load balancing policy '" + POLICY_NAME + "': " + ex.getMessage()));
		}
	}

}
