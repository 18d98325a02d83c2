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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes how calls are spread as a service config's {@code loadBalancingConfig}.
 */
final class LoadBalancing {

	/** Name of the policy that chooses by method. */
	static final String METHOD_AWARE = "mprpc_method_aware";

	private LoadBalancing() {
	}

	static List<Map<String, ?>> config(BalancerSettings settings) {
		return List.of(Map.of(METHOD_AWARE, methodAware(settings)));
	}

	private static Map<String, ?> methodAware(BalancerSettings settings) {
		Map<String, Object> config = choice(settings.choice());
		config.put("zone", settings.zone());
		config.put("zoneFirst", settings.zoneFirst());
		config.put("warmUp", ServiceConfig.duration(settings.warmUp()));
		config.put("removalGrace", ServiceConfig.duration(settings.removalGrace()));
		config.put("verifyIdentity", settings.verifyIdentity());
		if (settings.outlier() != null) {
			config.put("outlier", outlier(settings.outlier()));
		}
		Map<String, Object> methods = new LinkedHashMap<>();
		settings.methods().forEach((name, choice) -> methods.put(name, choice(choice)));
		config.put("methods", methods);
		return config;
	}

	private static Map<String, Object> choice(BalancerSettings.Choice choice) {
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("policy", choice.policy().configName());
		if (!choice.hashKey().isEmpty()) {
			config.put("hashKey", choice.hashKey());
		}
		return config;
	}

	private static Map<String, ?> outlier(OutlierSettings outlier) {
		Map<String, Object> config = new LinkedHashMap<>();
		config.put("interval", ServiceConfig.duration(outlier.interval()));
		config.put("failurePercentage", (double) outlier.failurePercentage());
		config.put("minimumCalls", (double) outlier.minimumCalls());
		config.put("minimumInstances", (double) outlier.minimumInstances());
		config.put("baseEjectionTime", ServiceConfig.duration(outlier.baseEjectionTime()));
		config.put("maxEjectionTime", ServiceConfig.duration(outlier.maxEjectionTime()));
		config.put("maxEjectedPercentage", (double) outlier.maxEjectedPercentage());
		return config;
	}

}
