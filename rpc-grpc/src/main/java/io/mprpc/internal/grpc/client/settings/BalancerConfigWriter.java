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

import java.util.LinkedHashMap;
import java.util.Map;

import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;

/**
 * Writer of the balancer's part of a gRPC service config, which
 * {@link BalancerConfigParser} reads.
 */
final class BalancerConfigWriter {

	private BalancerConfigWriter() {
	}

	static Map<String, ?> write(BalancerSettings settings) {
		Map<String, Object> config = policy(settings.policy());
		config.put("zone", settings.zone());
		config.put("preferLocalZone", settings.preferLocalZone());
		config.put("warmUp", ServiceConfigWriter.duration(settings.warmUp()));
		config.put("removalGracePeriod", ServiceConfigWriter.duration(settings.removalGracePeriod()));
		config.put("verifyIdentity", settings.verifyIdentity());
		if (settings.outlierDetection() != null) {
			config.put("outlierDetection", outlierDetection(settings.outlierDetection()));
		}
		Map<String, Object> methods = new LinkedHashMap<>();
		settings.methods().forEach((name, policy) -> methods.put(name, policy(policy)));
		config.put("methods", methods);
		return config;
	}

	private static Map<String, Object> policy(Policy policy) {
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("policy", policy.type().configName());
		if (!policy.hashKey().isEmpty()) {
			config.put("hashKey", policy.hashKey());
		}
		return config;
	}

	private static Map<String, ?> outlierDetection(OutlierDetectionSettings detection) {
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("interval", ServiceConfigWriter.duration(detection.interval()));
		config.put("failurePercentage", (double) detection.failurePercentage());
		config.put("minimumCalls", (double) detection.minimumCalls());
		config.put("minimumInstances", (double) detection.minimumInstances());
		config.put("baseEjectionTime", ServiceConfigWriter.duration(detection.baseEjectionTime()));
		config.put("maxEjectionTime", ServiceConfigWriter.duration(detection.maxEjectionTime()));
		config.put("maxEjectedPercentage", (double) detection.maxEjectedPercentage());
		return config;
	}

}
