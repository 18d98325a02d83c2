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

import io.grpc.NameResolver.ConfigOrError;
import io.mprpc.consumer.BalancerSettings.Choice;
import io.mprpc.consumer.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.registry.TimeSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoadBalancing}.
 */
class LoadBalancingTests {

	private static final OutlierSettings OUTLIER = new OutlierSettings(Duration.ofSeconds(2), 85, 5, 2,
			Duration.ofSeconds(10), Duration.ofSeconds(60), 50);

	@Test
	void writesTheMethodAwarePolicy() {
		BalancerSettings settings = new BalancerSettings(new Choice(LoadBalancerPolicy.LEAST_OUTSTANDING, ""),
				Map.of("Login", new Choice(LoadBalancerPolicy.CONSISTENT_HASH, "x-user")), "a", true,
				Duration.ofMillis(1500), Duration.ofSeconds(30), true, null);
		assertThat(settings.loadBalancingConfig()).isEqualTo(List.of(Map.of("mprpc_method_aware",
				Map.of("policy", "least_outstanding", "zone", "a", "zoneFirst", true, "warmUp", "1.500000000s",
						"removalGrace", "30s", "verifyIdentity", true, "methods",
						Map.of("Login", Map.of("policy", "consistent_hash", "hashKey", "x-user"))))));
	}

	@Test
	void writesWhenAnInstanceIsEjected() {
		BalancerSettings settings = new BalancerSettings(new Choice(LoadBalancerPolicy.ROUND_ROBIN, ""), Map.of(), "",
				false, Duration.ZERO, Duration.ZERO, true, OUTLIER);
		assertThat(settings.loadBalancingConfig().get(0).get("mprpc_method_aware"))
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("outlier",
					Map.of("interval", "2s", "failurePercentage", 85.0, "minimumCalls", 5.0, "minimumInstances", 2.0,
							"baseEjectionTime", "10s", "maxEjectionTime", "60s", "maxEjectedPercentage", 50.0));
	}

	@Test
	@SuppressWarnings("unchecked")
	void theBalancerUnderstandsIt() {
		BalancerSettings settings = new BalancerSettings(new Choice(LoadBalancerPolicy.ROUND_ROBIN, ""), Map.of(), "",
				false, Duration.ZERO, Duration.ZERO, true, OUTLIER);
		ConfigOrError parsed = new MethodAwareLoadBalancerProvider(TimeSource.system(), () -> 0)
			.parseLoadBalancingPolicyConfig(
					(Map<String, ?>) settings.loadBalancingConfig().get(0).get("mprpc_method_aware"));
		assertThat(parsed.getError()).isNull();
		assertThat(parsed.getConfig()).hasFieldOrPropertyWithValue("outlier", OUTLIER);
	}

}
