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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.grpc.Status;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.internal.grpc.client.TestSettings;
import io.mprpc.internal.grpc.client.settings.RetrySettings.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServiceConfigWriter}.
 */
class ServiceConfigWriterTests {

	private static final String SERVICE = "demo.UserService";

	private final Map<String, Object> users = new HashMap<>();

	private final Map<String, CallSettings> methods = new HashMap<>();

	@Test
	void onlyIdempotentMethodsAreRetriedByDefault() {
		Map<String, Object> config = config();
		assertThat(method(config, "GetProfile")).containsKey("retryPolicy");
		assertThat(method(config, "Login")).isNull();
		assertThat(method(config, "WatchLogins")).isNull();
	}

	@Test
	void theRetryPolicyIsWrittenAsGrpcReadsIt() {
		assertThat(policy(config(), "GetProfile", "retryPolicy")).containsOnly(Map.entry("maxAttempts", 3.0),
				Map.entry("initialBackoff", "0.020000000s"), Map.entry("maxBackoff", "0.500000000s"),
				Map.entry("backoffMultiplier", 2.0), Map.entry("retryableStatusCodes", List.of("UNAVAILABLE")));
	}

	@Test
	void theBudgetThrottlesRetries() {
		assertThat(config().get("retryThrottling")).isEqualTo(Map.of("maxTokens", 1000.0, "tokenRatio", 0.1));
	}

	@Test
	void aMethodThatIsNotIdempotentIsRetriedWhenTheUserSaysSo() {
		this.methods.put("Login", calls(TestSettings.retry(Scope.ALL, true), null));
		assertThat(method(config(), "Login")).containsKey("retryPolicy");
	}

	@Test
	void aMethodIsHedgedInsteadOfRetried() {
		this.methods.put("GetProfile", calls(TestSettings.RETRY,
				new HedgingSettings(2, Duration.ofMillis(50), Set.of(Status.Code.UNAVAILABLE))));
		assertThat(method(config(), "GetProfile")).doesNotContainKey("retryPolicy");
		assertThat(policy(config(), "GetProfile", "hedgingPolicy")).containsOnly(Map.entry("maxAttempts", 2.0),
				Map.entry("hedgingDelay", "0.050000000s"), Map.entry("nonFatalStatusCodes", List.of("UNAVAILABLE")));
	}

	@Test
	void waitingForAReadyInstanceIsWrittenOnlyWhereItIsSaid() {
		assertThat(method(config(), "GetProfile")).doesNotContainKey("waitForReady");
		this.methods.put("Login", new CallSettings(null, null, true, TestSettings.RETRY, null));
		assertThat(method(config(), "Login")).containsEntry("waitForReady", true);
	}

	@Test
	void theUsersServiceConfigStandsWhereNothingElseIsSaid() {
		users(Map.of("service", SERVICE), Map.of("timeout", "1s"));
		this.users.put("retryThrottling", Map.of("maxTokens", 7.0, "tokenRatio", 1.0));
		Map<String, Object> config = config();
		assertThat(config.get("retryThrottling")).isEqualTo(Map.of("maxTokens", 7.0, "tokenRatio", 1.0));
		assertThat(method(config, "")).containsEntry("timeout", "1s");
		assertThat(method(config, "GetProfile")).containsEntry("timeout", "1s").containsKey("retryPolicy");
	}

	@Test
	void aRetryPolicyOfTheUsersIsKept() {
		Map<String, Object> policy = Map.of("maxAttempts", 2.0);
		users(Map.of("service", SERVICE, "method", "GetProfile"), Map.of("retryPolicy", policy));
		assertThat(policy(config(), "GetProfile", "retryPolicy")).isEqualTo(policy);
	}

	@Test
	void whatIsSaidForTheReferenceWinsOverTheUsersServiceConfig() {
		users(Map.of("service", SERVICE, "method", "GetProfile"), Map.of("retryPolicy", Map.of("maxAttempts", 2.0)));
		this.methods.put("GetProfile", calls(TestSettings.retry(Scope.IDEMPOTENT, true), null));
		assertThat(policy(config(), "GetProfile", "retryPolicy")).containsEntry("maxAttempts", 3.0);
		this.methods.put("GetProfile", calls(TestSettings.retry(Scope.NONE, true), null));
		assertThat(method(config(), "GetProfile")).isNotNull().doesNotContainKey("retryPolicy");
	}

	@Test
	void aMethodIsNamedOnce() {
		users(Map.of("service", SERVICE, "method", "GetProfile"), Map.of("timeout", "1s"));
		assertThat(methodConfigs(config()))
			.filteredOn((config) -> names(config).stream().anyMatch((name) -> "GetProfile".equals(name.get("method"))))
			.hasSize(1);
	}

	@Test
	void balancingIsWrittenForTheRegistryOnly() {
		assertThat(config()).doesNotContainKey("loadBalancingConfig");
		assertThat(writer().withBalancing()).containsKey("loadBalancingConfig");
	}

	@Test
	void durationsAreExact() {
		assertThat(ServiceConfigWriter.duration(Duration.ofMillis(1))).isEqualTo("0.001000000s");
		assertThat(ServiceConfigWriter.duration(Duration.ofMillis(1050))).isEqualTo("1.050000000s");
		assertThat(ServiceConfigWriter.duration(Duration.ofMinutes(2))).isEqualTo("120s");
		assertThat(ServiceConfigWriter.duration(Duration.ZERO)).isEqualTo("0s");
	}

	private void users(Map<String, ?> name, Map<String, ?> settings) {
		Map<String, Object> config = new HashMap<>(settings);
		config.put("name", List.of(name));
		this.users.put("methodConfig", List.of(config));
	}

	private static CallSettings calls(RetrySettings retry, @Nullable HedgingSettings hedging) {
		return new CallSettings(null, null, null, retry, hedging);
	}

	private ServiceConfigWriter writer() {
		return new ServiceConfigWriter(UserServiceGrpc.getServiceDescriptor(), TestSettings.reference("", this.methods),
				this.users);
	}

	private Map<String, Object> config() {
		return writer().withoutBalancing();
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> methodConfigs(Map<String, Object> config) {
		return (List<Map<String, Object>>) config.get("methodConfig");
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, ?>> names(Map<String, Object> config) {
		return (List<Map<String, ?>>) config.get("name");
	}

	private static @Nullable Map<String, Object> method(Map<String, Object> config, String method) {
		return methodConfigs(config).stream()
			.filter((candidate) -> names(candidate).stream()
				.anyMatch((name) -> method.equals((name.containsKey("method")) ? name.get("method") : "")))
			.findFirst()
			.orElse(null);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> policy(Map<String, Object> config, String method, String policy) {
		return (Map<String, Object>) method(config, method).get(policy);
	}

}
