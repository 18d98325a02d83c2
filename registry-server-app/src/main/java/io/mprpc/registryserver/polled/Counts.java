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

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Counts and durations of calls.
 *
 * @param calls number of calls
 * @param errors number of failed calls
 * @param durations number of calls by approximate duration in nanoseconds
 */
record Counts(long calls, long errors, SortedMap<Long, Long> durations) {

	/** No calls. */
	static final Counts NONE = new Counts(0, 0, Collections.emptySortedMap());

	Counts plus(Counts other) {
		SortedMap<Long, Long> sum = new TreeMap<>(this.durations);
		other.durations.forEach((nanos, count) -> sum.merge(nanos, count, Counts::sum));
		return new Counts(sum(this.calls, other.calls), sum(this.errors, other.errors), sum);
	}

	/**
	 * The difference to an earlier count; a counter that has decreased was reset.
	 */
	Counts since(Counts earlier) {
		SortedMap<Long, Long> since = new TreeMap<>(this.durations);
		earlier.durations.forEach((nanos, count) -> since.merge(nanos, -count, Long::sum));
		since.values().removeIf((count) -> count <= 0);
		return new Counts(Math.max(0, this.calls - earlier.calls), Math.max(0, this.errors - earlier.errors), since);
	}

	/** A sum that saturates instead of overflowing. */
	private static long sum(long one, long other) {
		long sum = one + other;
		return (sum < 0) ? Long.MAX_VALUE : sum;
	}

	/**
	 * Duration that a share of the calls did not exceed.
	 * @param share the share, from 0 to 1
	 * @return the duration in milliseconds, {@code null} if none was measured
	 */
	@Nullable Double percentile(double share) {
		double rank = this.durations.values().stream().mapToDouble(Long::doubleValue).sum() * share;
		double seen = 0;
		for (Map.Entry<Long, Long> each : this.durations.entrySet()) {
			seen += each.getValue();
			if (seen >= rank) {
				return each.getKey() / 1_000_000.0;
			}
		}
		return null;
	}

}
