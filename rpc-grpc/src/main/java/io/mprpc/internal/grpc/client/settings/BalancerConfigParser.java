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

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Parser of the balancer's part of a gRPC service config, which
 * {@link BalancerConfigWriter} writes. Everything that is not understood is an error with
 * a message that names the key and the allowed values.
 */
final class BalancerConfigParser {

	private static final String POLICY = "policy";

	private static final String HASH_KEY = "hashKey";

	private static final String METHODS = "methods";

	private static final Set<String> KEYS = Set.of(POLICY, HASH_KEY, METHODS, "zone", "preferLocalZone", "warmUp",
			"removalGracePeriod", "verifyIdentity", "outlierDetection");

	private static final Set<String> METHOD_KEYS = Set.of(POLICY, HASH_KEY);

	private static final Pattern DURATION = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s");

	private static final Pattern HEADER = Pattern.compile("[0-9a-z_.-]+");

	private BalancerConfigParser() {
	}

	/**
	 * Reads a configuration.
	 * @param config the configuration as gRPC parsed it from JSON
	 * @return the configuration
	 * @throws IllegalArgumentException if something is not understood
	 */
	static BalancerSettings parse(Map<String, ?> config) {
		checkKeys(config, KEYS, "");
		Policy policy = policy(config, "", BalancerSettings.DEFAULT.policy());
		String zone = string(config, "zone", "");
		boolean preferLocalZone = bool(config, "preferLocalZone", false);
		String ownZone = (zone != null) ? zone : "";
		if (preferLocalZone && ownZone.isEmpty()) {
			throw new IllegalArgumentException("'preferLocalZone' needs 'zone': the caller's own zone is not known");
		}
		return new BalancerSettings(policy, methods(config, policy), ownZone, preferLocalZone,
				duration(config, "warmUp", "", BalancerSettings.DEFAULT.warmUp()),
				duration(config, "removalGracePeriod", "", BalancerSettings.DEFAULT.removalGracePeriod()),
				bool(config, "verifyIdentity", BalancerSettings.DEFAULT.verifyIdentity()),
				OutlierDetectionConfigParser.parse(config.get("outlierDetection")));
	}

	private static Map<String, Policy> methods(Map<String, ?> config, Policy general) {
		Map<String, Policy> policies = new HashMap<>();
		object(config.get(METHODS), METHODS).forEach((name, value) -> {
			String prefix = METHODS + '.' + name + '.';
			Map<String, ?> method = object(value, METHODS + '.' + name);
			checkKeys(method, METHOD_KEYS, prefix);
			policies.put(name, policy(method, prefix, general));
		});
		return policies;
	}

	private static Policy policy(Map<String, ?> config, String prefix, Policy general) {
		String name = string(config, POLICY, prefix);
		LoadBalancerPolicy type = (name != null) ? LoadBalancerPolicy.of(name) : general.type();
		if (type == null) {
			throw new IllegalArgumentException("'" + prefix + POLICY + "' is '" + name + "': allowed are "
					+ Arrays.stream(LoadBalancerPolicy.values())
						.map(LoadBalancerPolicy::configName)
						.collect(Collectors.joining(", ")));
		}
		String ownKey = string(config, HASH_KEY, prefix);
		if (ownKey != null && (!HEADER.matcher(ownKey).matches() || ownKey.endsWith("-bin"))) {
			throw new IllegalArgumentException("'" + prefix + HASH_KEY + "' is '" + ownKey
					+ "': a header's name has lower-case letters, digits and -_. and does not end in -bin");
		}
		String hashKey = (ownKey != null) ? ownKey : general.hashKey();
		if (type == LoadBalancerPolicy.CONSISTENT_HASH && hashKey.isEmpty()) {
			throw new IllegalArgumentException("'" + prefix + POLICY + "' is '" + type.configName() + "' but '" + prefix
					+ HASH_KEY + "' is missing: it names the header whose value decides");
		}
		return new Policy(type, hashKey);
	}

	static Duration duration(Map<String, ?> config, String key, String prefix, Duration absent) {
		String text = string(config, key, prefix);
		if (text == null) {
			return absent;
		}
		if (!DURATION.matcher(text).matches()) {
			throw new IllegalArgumentException(
					"'" + prefix + key + "' is '" + text + "': expected seconds such as '30s' or '0.5s', not negative");
		}
		BigDecimal seconds = new BigDecimal(text.substring(0, text.length() - 1));
		return Duration.ofNanos(seconds.movePointRight(9).longValueExact());
	}

	private static boolean bool(Map<String, ?> config, String key, boolean absent) {
		Object value = config.get(key);
		if (value == null) {
			return absent;
		}
		if (value instanceof Boolean said) {
			return said;
		}
		throw new IllegalArgumentException("'" + key + "' is '" + value + "': allowed are true, false");
	}

	private static @Nullable String string(Map<String, ?> config, String key, String prefix) {
		Object value = config.get(key);
		if (value == null || value instanceof String) {
			return (String) value;
		}
		throw new IllegalArgumentException("'" + prefix + key + "' is '" + value + "': expected a string");
	}

	static Map<String, ?> object(@Nullable Object value, String key) {
		if (value == null) {
			return Map.of();
		}
		if (!(value instanceof Map<?, ?> map)) {
			throw new IllegalArgumentException("'" + key + "' is '" + value + "': expected an object");
		}
		Map<String, Object> object = new HashMap<>();
		map.forEach((name, member) -> object.put(String.valueOf(name), member));
		return object;
	}

	static void checkKeys(Map<String, ?> config, Set<String> allowed, String prefix) {
		for (String key : config.keySet()) {
			if (!allowed.contains(key)) {
				throw new IllegalArgumentException(
						"'" + prefix + key + "' is unknown: allowed are " + String.join(", ", new TreeSet<>(allowed)));
			}
		}
	}

}
