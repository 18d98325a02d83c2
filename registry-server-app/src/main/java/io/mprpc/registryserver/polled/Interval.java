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

package io.mprpc.registryserver.polled;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Call counts of an instance between two responses.
 *
 * @param seconds time between them
 * @param provided calls that it served
 * @param consumed calls that it made
 */
record Interval(double seconds, Map<MethodKey, Counts> provided, Map<MethodKey, Counts> consumed) {

	/** Interval without data. */
	static final Interval UNKNOWN = new Interval(0, Map.of(), Map.of());

	/**
	 * Computes the interval between two responses.
	 * @param before the earlier one, {@code null} if there is none
	 * @param after the later one
	 * @return the interval, {@link #UNKNOWN} if they are of different incarnations
	 */
	static Interval between(@Nullable CallStatsSample before, CallStatsSample after) {
		if (before == null || !before.life().equals(after.life())) {
			return UNKNOWN;
		}
		double seconds = (after.atNanos() - before.atNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
		return (seconds > 0) ? new Interval(seconds, since(before.provided(), after.provided()),
				since(before.consumed(), after.consumed())) : UNKNOWN;
	}

	private static Map<MethodKey, Counts> since(Map<MethodKey, Counts> before, Map<MethodKey, Counts> after) {
		Map<MethodKey, Counts> since = new HashMap<>();
		after.forEach((method, counts) -> since.put(method, counts.since(before.getOrDefault(method, Counts.NONE))));
		return since;
	}

	boolean isKnown() {
		return this.seconds > 0;
	}

}
