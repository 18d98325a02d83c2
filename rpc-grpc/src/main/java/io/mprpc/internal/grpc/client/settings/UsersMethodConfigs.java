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

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The method configs of a service config that the user wrote, each of which is for some
 * methods, for services as a whole or for everything.
 */
final class UsersMethodConfigs {

	private static final String NAME = "name";

	private final List<Map<String, Object>> configs;

	private UsersMethodConfigs(List<Map<String, Object>> configs) {
		this.configs = configs;
	}

	@SuppressWarnings("unchecked")
	static UsersMethodConfigs of(@Nullable Object methodConfig) {
		return new UsersMethodConfigs(
				(methodConfig instanceof List<?> list) ? (List<Map<String, Object>>) list : List.of());
	}

	/**
	 * The config that applies to a method, found as grpc-java finds it: the closest wins
	 * as a whole.
	 * @param service the service
	 * @param method the method's simple name
	 * @return the config without the names that it is for, empty if there is none
	 */
	Map<String, Object> find(String service, String method) {
		Map<String, Object> found = closest(service, method);
		found = (found != null) ? found : closest(service, "");
		found = (found != null) ? found : closest("", "");
		Map<String, Object> config = new LinkedHashMap<>((found != null) ? found : Map.of());
		config.remove(NAME);
		return config;
	}

	private @Nullable Map<String, Object> closest(String service, String method) {
		return this.configs.stream()
			.filter((config) -> names(config).stream().anyMatch((name) -> matches(name, service, method)))
			.findFirst()
			.orElse(null);
	}

	/**
	 * The configs without those of some methods.
	 * @param service the service
	 * @param methods simple names of the methods
	 * @return the remaining configs
	 */
	List<Map<String, Object>> without(String service, Collection<String> methods) {
		List<Map<String, Object>> left = new ArrayList<>();
		for (Map<String, Object> config : this.configs) {
			List<Map<String, ?>> names = names(config).stream()
				.filter((name) -> methods.stream().noneMatch((method) -> matches(name, service, method)))
				.toList();
			if (!names.isEmpty()) {
				Map<String, Object> copy = new LinkedHashMap<>(config);
				copy.put(NAME, names);
				left.add(copy);
			}
		}
		return left;
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, ?>> names(Map<String, Object> config) {
		return (config.get(NAME) instanceof List<?> list) ? (List<Map<String, ?>>) list : List.of();
	}

	private static boolean matches(Map<String, ?> name, String service, String method) {
		return text(name, "service").equals(service) && text(name, "method").equals(method);
	}

	private static String text(Map<String, ?> name, String key) {
		return (name.get(key) instanceof String text) ? text : "";
	}

}
