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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;

/**
 * Writer of a channel's settings as grpc-java's service config, over the one that the
 * user gave to Spring Boot: settings of a reference win over that, and that over our
 * defaults.
 */
public final class ServiceConfigWriter {

	private static final String METHOD_CONFIG = "methodConfig";

	private static final String RETRY_THROTTLING = "retryThrottling";

	private static final String LOAD_BALANCING_CONFIG = "loadBalancingConfig";

	private final ServiceDescriptor service;

	private final ReferenceSettings settings;

	private final UsersMethodConfigs users;

	private final Map<String, Object> config;

	public ServiceConfigWriter(ServiceDescriptor service, ReferenceSettings settings, Map<String, ?> usersConfig) {
		this.service = service;
		this.settings = settings;
		this.config = new LinkedHashMap<>(usersConfig);
		this.users = UsersMethodConfigs.of(this.config.get(METHOD_CONFIG));
	}

	/**
	 * The service config with the methods' settings, for a channel that chooses no
	 * instance of its own.
	 * @return the config as grpc-java reads it
	 */
	public Map<String, Object> withoutBalancing() {
		List<Map<String, ?>> methods = new ArrayList<>();
		List<String> written = new ArrayList<>();
		String serviceName = this.service.getName();
		for (MethodDescriptor<?, ?> method : this.service.getMethods()) {
			String name = String.valueOf(method.getBareMethodName());
			Map<String, Object> before = this.users.find(serviceName, name);
			Map<String, Object> after = overlay(before, this.settings.calls(method), method);
			if (!after.equals(before)) {
				after.put("name", List.of(Map.of("service", serviceName, "method", name)));
				methods.add(after);
				written.add(name);
			}
		}
		methods.addAll(this.users.without(serviceName, written));
		if (!methods.isEmpty()) {
			this.config.put(METHOD_CONFIG, methods);
		}
		this.config.computeIfAbsent(RETRY_THROTTLING, (key) -> retryThrottling());
		return this.config;
	}

	/**
	 * The same for a channel that chooses among registered instances.
	 * @return the config as grpc-java reads it
	 */
	public Map<String, Object> withBalancing() {
		withoutBalancing().put(LOAD_BALANCING_CONFIG, this.settings.balancer().loadBalancingConfig());
		return this.config;
	}

	private static Map<String, Object> overlay(Map<String, Object> users, CallSettings calls,
			MethodDescriptor<?, ?> method) {
		Map<String, Object> config = new LinkedHashMap<>(users);
		if (calls.waitForReady() != null) {
			config.put("waitForReady", calls.waitForReady());
		}
		boolean usersPolicy = config.containsKey("retryPolicy") || config.containsKey("hedgingPolicy");
		if (calls.hedging() != null) {
			config.remove("retryPolicy");
			config.put("hedgingPolicy", hedgingPolicy(calls.hedging()));
		}
		else if (calls.retry().explicit() || !usersPolicy) {
			config.remove("retryPolicy");
			config.remove("hedgingPolicy");
			if (calls.retry().appliesTo(method)) {
				config.put("retryPolicy", retryPolicy(calls.retry()));
			}
		}
		return config;
	}

	private static Map<String, ?> retryPolicy(RetrySettings retry) {
		Map<String, Object> policy = new LinkedHashMap<>();
		policy.put("maxAttempts", (double) retry.maxAttempts());
		policy.put("initialBackoff", duration(retry.initialBackoff()));
		policy.put("maxBackoff", duration(retry.maxBackoff()));
		policy.put("backoffMultiplier", retry.backoffMultiplier());
		policy.put("retryableStatusCodes", retry.statusCodes().stream().map(Enum::name).sorted().toList());
		return policy;
	}

	private static Map<String, ?> hedgingPolicy(HedgingSettings hedging) {
		return Map.of("maxAttempts", (double) hedging.maxAttempts(), "hedgingDelay", duration(hedging.delay()),
				"nonFatalStatusCodes", hedging.nonFatalStatusCodes().stream().map(Enum::name).sorted().toList());
	}

	private Map<String, ?> retryThrottling() {
		RetryBudget budget = this.settings.retryBudget();
		return Map.of("maxTokens", (double) budget.maxTokens(), "tokenRatio", budget.tokenRatio());
	}

	/**
	 * A duration as protobuf's JSON writes it, which is what grpc-java reads.
	 * @param duration the duration, not negative
	 * @return seconds with up to nine decimals, for example {@code 0.050s}
	 */
	static String duration(Duration duration) {
		if (duration.getNano() == 0) {
			return duration.getSeconds() + "s";
		}
		String nanos = Integer.toString(1_000_000_000 + duration.getNano()).substring(1);
		return duration.getSeconds() + "." + nanos + "s";
	}

}
