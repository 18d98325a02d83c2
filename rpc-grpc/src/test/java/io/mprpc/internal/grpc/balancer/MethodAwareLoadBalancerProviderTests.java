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

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.grpc.NameResolver.ConfigOrError;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;
import io.mprpc.internal.grpc.client.settings.LoadBalancerPolicy;
import io.mprpc.internal.grpc.client.settings.OutlierDetectionSettings;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class MethodAwareLoadBalancerProviderTests {

	private final MethodAwareLoadBalancerProvider provider = new MethodAwareLoadBalancerProvider(new FakeClock(),
			() -> 0);

	@Test
	void nothingConfiguredMeansDefaults() {
		assertThat(parse(Map.of()).getConfig()).isEqualTo(BalancerSettings.DEFAULT);
	}

	@Test
	void readsEverything() {
		Map<String, ?> config = Map.of("policy", "consistent_hash", "hashKey", "x-user", "zone", "z", "preferLocalZone",
				true, "warmUp", "0.5s", "removalGracePeriod", "0s", "outlierDetection",
				Map.of("interval", "1s", "minimumCalls", 3.0), "methods",
				Map.of("Login", Map.of("policy", "least_outstanding"), "Find", Map.of("hashKey", "x-key")));
		assertThat(parse(config).getConfig())
			.isEqualTo(new BalancerSettings(new Policy(LoadBalancerPolicy.CONSISTENT_HASH, "x-user"),
					Map.of("Login", new Policy(LoadBalancerPolicy.LEAST_OUTSTANDING, "x-user"), "Find",
							new Policy(LoadBalancerPolicy.CONSISTENT_HASH, "x-key")),
					"z", true, Duration.ofMillis(500), Duration.ZERO, true, new OutlierDetectionSettings(
							Duration.ofSeconds(1), 85, 3, 2, Duration.ofSeconds(10), Duration.ofSeconds(60), 50)));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void saysWhatIsWrong(Map<String, ?> config, String message) {
		ConfigOrError error = parse(config);
		assertThat(error.getError()).isNotNull();
		assertThat(error.getError().getDescription())
			.isEqualTo("Configuration of load balancing policy 'mprpc_method_aware': " + message);
	}

	static Stream<Arguments> mistakes() {
		String policies = "allowed are round_robin, least_outstanding, consistent_hash";
		String duration = "expected seconds such as '30s' or '0.5s', not negative";
		return Stream.of(Arguments.of(Map.of("policy", "best"), "'policy' is 'best': " + policies), Arguments.of(Map
			.of("policy", 1.0), "'policy' is '1.0': expected a string"), Arguments.of(Map.of("polcy", "round_robin"),
					"'polcy' is unknown: allowed are hashKey, methods, outlierDetection, policy, preferLocalZone, removalGracePeriod, verifyIdentity, warmUp, zone"),
				Arguments.of(Map.of("warmUp", "-1s"), "'warmUp' is '-1s': " + duration),
				Arguments.of(Map.of("warmUp", "1m"), "'warmUp' is '1m': " + duration),
				Arguments.of(Map.of("removalGracePeriod", ""), "'removalGracePeriod' is '': " + duration),
				Arguments.of(Map.of("removalGracePeriod", 30.0), "'removalGracePeriod' is '30.0': expected a string"),
				Arguments.of(Map.of("preferLocalZone", "yes"), "'preferLocalZone' is 'yes': allowed are true, false"),
				Arguments.of(Map.of("preferLocalZone", true),
						"'preferLocalZone' needs 'zone': the caller's own zone is not known"),
				Arguments.of(Map.of("policy", "consistent_hash"),
						"'policy' is 'consistent_hash' but 'hashKey' is missing: it names the header whose value decides"),
				Arguments.of(Map.of("policy", "consistent_hash", "hashKey", "X User"),
						"'hashKey' is 'X User': a header's name has lower-case letters, digits and -_. and does not "
								+ "end in -bin"),
				Arguments.of(Map.of("outlierDetection", "yes"), "'outlierDetection' is 'yes': expected an object"),
				Arguments.of(Map.of("outlierDetection", Map.of("interval", "0s")),
						"'outlierDetection.interval' is '0s': expected more than that"),
				Arguments.of(Map.of("outlierDetection", Map.of("interval", "1m")),
						"'outlierDetection.interval' is '1m': " + duration),
				Arguments.of(Map.of("outlierDetection", Map.of("failurePercentage", 101.0)),
						"'outlierDetection.failurePercentage' is '101.0': expected a whole number from 0 to 100"),
				Arguments.of(Map.of("outlierDetection", Map.of("minimumCalls", 1.5)),
						"'outlierDetection.minimumCalls' is '1.5': expected a whole number from 1 to 2147483647"),
				Arguments.of(Map.of("outlierDetection", Map.of("threshold", 1.0)),
						"'outlierDetection.threshold' is unknown: allowed are baseEjectionTime, failurePercentage, interval, "
								+ "maxEjectedPercentage, maxEjectionTime, minimumCalls, minimumInstances"),
				Arguments.of(Map.of("methods", "Login"), "'methods' is 'Login': expected an object"),
				Arguments.of(Map.of("methods", Map.of("Login", "round_robin")),
						"'methods.Login' is 'round_robin': expected an object"),
				Arguments.of(Map.of("methods", Map.of("Login", Map.of("policy", "best"))),
						"'methods.Login.policy' is 'best': " + policies),
				Arguments.of(Map.of("methods", Map.of("Login", Map.of("zone", "a"))),
						"'methods.Login.zone' is unknown: allowed are hashKey, policy"));
	}

	private ConfigOrError parse(Map<String, ?> config) {
		return this.provider.parseLoadBalancingPolicyConfig(config);
	}

}
