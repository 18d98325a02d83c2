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
package io.mprpc.benchmarks.springcloud;

import io.mprpc.benchmarks.Settings;

/**
 * Properties of both sides.
 */
final class SpringCloudProperties {

	private SpringCloudProperties() {
	}

	static String[] of(String application, Settings settings) {
		return new String[] { "spring.application.name=" + application, "spring.main.banner-mode=off",
				"logging.level.root=WARN", "server.address=127.0.0.1", "server.port=0",
				"spring.cloud.zookeeper.connect-string=" + settings.get(Settings.REGISTRY),
				"spring.cloud.zookeeper.discovery.instance-host=127.0.0.1" };
	}

}
