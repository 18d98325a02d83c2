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
package io.mprpc.benchmarks.mprpc;

import java.util.ArrayList;
import java.util.List;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.boot.BootProperties;

/**
 * Properties of providers and consumers of mprpc, in addition to those of all contenders
 * on Spring Boot.
 */
final class MprpcProperties {

	private MprpcProperties() {
	}

	static String[] of(Settings settings) {
		List<String> properties = new ArrayList<>();
		properties.add("rpc.registry.connect-string=" + settings.get(Settings.REGISTRY));
		properties.add("rpc.server.advertised-host=127.0.0.1");
		// Instances that warm up get fewer calls than their share, and Dubbo's do not
		// warm up here either.
		properties.add("rpc.client.warm-up=0s");
		properties.addAll(List.of(BootProperties.of(settings)));
		return properties.toArray(String[]::new);
	}

}
