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

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.grpc.NameResolver.ConfigOrError;
import io.mprpc.internal.grpc.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;
import io.mprpc.internal.time.TimeSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BalancerSettings}.
 */
class BalancerSettingsTests {

	private static final OutlierDetectionSettings OUTLIER = new OutlierDetectionSettings(Duration.ofSeconds(2), 85, 5,
			2, Duration.ofSeconds(10), Duration.ofSeconds(60), 50);

	@Test
	void writesTheMethodAwarePolicy() {
		BalancerSettings settings = new BalancerSettings(new Policy(LoadBalancerPolicy.LEAST_OUTSTANDING, ""),
				Map.of("Login", new Policy(LoadBalancerPolicy.CONSISTENT_HASH, "x-user")), "a", true,
				Duration.ofMillis(1500), Duration.ofSeconds(30), true, null);
		assertThat(settings.loadBalancingConfig()).isEqualTo(List.of(Map.of("mprpc_method_aware",
				Map.of("policy", "least_outstanding", "zone", "a", "preferLocalZone", true, "warmUp", "1.500000000s",
						"removalGracePeriod", "30s", "verifyIdentity", true, "methods",
						Map.of("Login", Map.of("policy", "consistent_hash", "hashKey", "x-user"))))));
	}

	@Test
	void writesWhenAnInstanceIsEjected() {
		BalancerSettings settings = new BalancerSettings(new Policy(LoadBalancerPolicy.ROUND_ROBIN, ""), Map.of(), "",
				false, Duration.ZERO, Duration.ZERO, true, OUTLIER);
		assertThat(settings.loadBalancingConfig().get(0).get("mprpc_method_aware"))
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("outlierDetection",
					Map.of("interval", "2s", "failurePercentage", 85.0, "minimumCalls", 5.0, "minimumInstances", 2.0,
							"baseEjectionTime", "10s", "maxEjectionTime", "60s", "maxEjectedPercentage", 50.0));
	}

	@ParameterizedTest
	@MethodSource("settings")
	void readsWhatItWrites(BalancerSettings settings) {
		assertThat(BalancerSettings.parse(methodAware(settings))).isEqualTo(settings);
	}

	static Stream<BalancerSettings> settings() {
		Policy hash = new Policy(LoadBalancerPolicy.CONSISTENT_HASH, "x-user");
		return Stream.of(BalancerSettings.DEFAULT,
				new BalancerSettings(hash, Map.of("Login", new Policy(LoadBalancerPolicy.LEAST_OUTSTANDING, "x-user")),
						"a", true, Duration.ofNanos(1), Duration.ofMillis(1500), false, OUTLIER),
				new BalancerSettings(new Policy(LoadBalancerPolicy.LEAST_OUTSTANDING, ""), Map.of("Login", hash), "",
						false, Duration.ZERO, Duration.ZERO, true, null));
	}

	@ParameterizedTest
	@MethodSource("settings")
	void theBalancerReadsTheSame(BalancerSettings settings) {
		ConfigOrError parsed = new MethodAwareLoadBalancerProvider(TimeSource.system(), () -> 0)
			.parseLoadBalancingPolicyConfig(methodAware(settings));
		assertThat(parsed.getError()).isNull();
		assertThat(parsed.getConfig()).isEqualTo(settings);
	}

	@Test
	void writesEverySetting() {
		Map<String, ?> written = methodAware(
				new BalancerSettings(new Policy(LoadBalancerPolicy.CONSISTENT_HASH, "x-user"), Map.of(), "a", true,
						Duration.ZERO, Duration.ZERO, true, OUTLIER));
		for (RecordComponent component : BalancerSettings.class.getRecordComponents()) {
			assertThat(written).containsKey(component.getName());
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, ?> methodAware(BalancerSettings settings) {
		return (Map<String, ?>) settings.loadBalancingConfig().get(0).get(BalancerSettings.POLICY_NAME);
	}

}
