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
package io.mprpc.benchmarks.boot;

import java.util.ArrayList;
import java.util.List;

import io.mprpc.benchmarks.Settings;

/**
 * Properties that all contenders on Spring Boot share, and those that the run gives to a
 * variant.
 */
public final class BootProperties {

	private BootProperties() {
	}

	/**
	 * The properties.
	 * @param settings settings of the process
	 * @return texts of the form {@code name=value}
	 */
	public static String[] of(Settings settings) {
		boolean observed = settings.isOn(Settings.OBSERVED);
		List<String> properties = new ArrayList<>(List.of("spring.application.name=echo", "spring.main.banner-mode=off",
				"logging.level.root=WARN", "spring.grpc.server.address=127.0.0.1", "spring.grpc.server.port=0",
				"spring.grpc.client.observation.enabled=" + observed,
				"spring.grpc.server.observation.enabled=" + observed,
				"benchmarks.registry=" + settings.get(Settings.REGISTRY, "")));
		for (String pair : settings.toArguments()) {
			if (pair.startsWith("spring.") || pair.startsWith("rpc.")) {
				properties.add(pair);
			}
		}
		return properties.toArray(String[]::new);
	}

}
