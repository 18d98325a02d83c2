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
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Parser of the settings of outlier detection within the balancer's part of a gRPC
 * service config.
 */
final class OutlierDetectionConfigParser {

	private static final String PREFIX = "outlierDetection.";

	private static final Set<String> KEYS = Set.of("interval", "failurePercentage", "minimumCalls", "minimumInstances",
			"baseEjectionTime", "maxEjectionTime", "maxEjectedPercentage");

	private OutlierDetectionConfigParser() {
	}

	/**
	 * Reads the configuration.
	 * @param value the configured value, {@code null} for nothing
	 * @return the settings, {@code null} to eject no instance
	 * @throws IllegalArgumentException if something is not understood
	 */
	static @Nullable OutlierDetectionSettings parse(@Nullable Object value) {
		if (value == null) {
			return null;
		}
		Map<String, ?> config = BalancerConfigParser.object(value, "outlierDetection");
		BalancerConfigParser.checkKeys(config, KEYS, PREFIX);
		return new OutlierDetectionSettings(positive(config, "interval", Duration.ofSeconds(2)),
				number(config, "failurePercentage", 0, 100, 85),
				number(config, "minimumCalls", 1, Integer.MAX_VALUE, 5),
				number(config, "minimumInstances", 1, Integer.MAX_VALUE, 2),
				positive(config, "baseEjectionTime", Duration.ofSeconds(10)),
				positive(config, "maxEjectionTime", Duration.ofSeconds(60)),
				number(config, "maxEjectedPercentage", 0, 100, 50));
	}

	private static Duration positive(Map<String, ?> config, String key, Duration absent) {
		Duration duration = BalancerConfigParser.duration(config, key, PREFIX, absent);
		if (duration.isZero()) {
			throw new IllegalArgumentException("'" + PREFIX + key + "' is '0s': expected more than that");
		}
		return duration;
	}

	private static int number(Map<String, ?> config, String key, int min, int max, int absent) {
		Object value = config.get(key);
		if (value == null) {
			return absent;
		}
		if (value instanceof Number number && number.doubleValue() == number.intValue() && number.intValue() >= min
				&& number.intValue() <= max) {
			return number.intValue();
		}
		throw new IllegalArgumentException(
				"'" + PREFIX + key + "' is '" + value + "': expected a whole number from " + min + " to " + max);
	}

}
