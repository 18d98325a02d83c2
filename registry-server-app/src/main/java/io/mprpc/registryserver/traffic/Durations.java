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

package io.mprpc.registryserver.traffic;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * How long calls took. A call may count in part, where it is spread over several slots.
 */
final class Durations {

	// Of the sum of many shares, for they do not add up to the last digit.
	private static final double TOLERANCE = 1e-9;

	private final SortedMap<Long, Double> callsByNanos = new TreeMap<>();

	/**
	 * Adds calls.
	 * @param callsByNanos calls by about how many nanoseconds they took
	 * @param share how much of each call counts, from 0 to 1
	 */
	void add(Map<Long, Long> callsByNanos, double share) {
		callsByNanos.forEach((nanos, calls) -> this.callsByNanos.merge(nanos, calls * share, Double::sum));
	}

	/**
	 * Duration that a share of the calls did not exceed.
	 * @param share the share, from 0 to 1
	 * @return the duration in milliseconds, {@code null} if none was measured
	 */
	@Nullable Double percentile(double share) {
		double total = this.callsByNanos.values().stream().mapToDouble(Double::doubleValue).sum();
		double rank = total * (share - TOLERANCE);
		double seen = 0;
		for (Map.Entry<Long, Double> entry : this.callsByNanos.entrySet()) {
			seen += entry.getValue();
			if (seen >= rank) {
				return entry.getKey() / 1_000_000.0;
			}
		}
		return null;
	}

}
