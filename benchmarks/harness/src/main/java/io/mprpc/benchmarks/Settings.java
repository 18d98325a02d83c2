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
package io.mprpc.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings of a child process: {@code name=value} pairs.
 *
 * @param values the pairs
 */
public record Settings(Map<String, String> values) {

	/** Address of the contender's own ZooKeeper, {@code host:port}. */
	public static final String REGISTRY = "registry";

	/** Number of instances. */
	public static final String INSTANCES = "instances";

	/** Addresses of all instances, for a contender without a registry. */
	public static final String ADDRESSES = "addresses";

	/** Whether calls are observed by Micrometer. */
	public static final String OBSERVED = "observed";

	/**
	 * Reads pairs.
	 * @param pairs texts of the form {@code name=value}
	 * @return the settings
	 */
	public static Settings of(String... pairs) {
		Map<String, String> values = new LinkedHashMap<>();
		Arrays.stream(pairs).forEach((pair) -> {
			int equals = pair.indexOf('=');
			values.put(pair.substring(0, equals), pair.substring(equals + 1));
		});
		return new Settings(values);
	}

	/**
	 * A required value.
	 * @param name its name
	 * @return the value
	 */
	public String get(String name) {
		String value = this.values.get(name);
		if (value == null) {
			throw new IllegalArgumentException("Setting '" + name + "' is missing in " + this.values);
		}
		return value;
	}

	/**
	 * An optional value.
	 * @param name its name
	 * @param otherwise default value
	 * @return the value
	 */
	public String get(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	/**
	 * A required number.
	 * @param name its name
	 * @return the number
	 */
	public int getInt(String name) {
		return Integer.parseInt(get(name));
	}

	/**
	 * An optional number.
	 * @param name its name
	 * @param otherwise default value
	 * @return the number
	 */
	public int getInt(String name, int otherwise) {
		return Integer.parseInt(get(name, Integer.toString(otherwise)));
	}

	/**
	 * A required long number.
	 * @param name its name
	 * @return the number
	 */
	public long getLong(String name) {
		return Long.parseLong(get(name));
	}

	/**
	 * A flag.
	 * @param name its name
	 * @return whether it is set, {@code false} if missing
	 */
	public boolean isOn(String name) {
		return Boolean.parseBoolean(get(name, "false"));
	}

	/**
	 * These settings with one more pair.
	 * @param name its name
	 * @param value its value
	 * @return the settings
	 */
	public Settings with(String name, Object value) {
		Map<String, String> changed = new LinkedHashMap<>(this.values);
		changed.put(name, value.toString());
		return new Settings(changed);
	}

	/**
	 * The pairs as command-line arguments.
	 * @return texts of the form {@code name=value}
	 */
	public String[] toArguments() {
		return this.values.entrySet().stream().map((e) -> e.getKey() + '=' + e.getValue()).toArray(String[]::new);
	}

}
