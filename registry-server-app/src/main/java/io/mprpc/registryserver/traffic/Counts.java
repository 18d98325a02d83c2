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

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A number of calls.
 *
 * @param calls how many
 * @param errors how many of them failed
 * @param durations calls by about how many nanoseconds they took
 */
record Counts(long calls, long errors, SortedMap<Long, Long> durations) {

	/** No calls. */
	static final Counts NONE = new Counts(0, 0, Collections.emptySortedMap());

	Counts plus(Counts other) {
		return new Counts(this.calls + other.calls, this.errors + other.errors, sum(other, 1));
	}

	/**
	 * What has come since an earlier count; a counter that runs backwards has begun anew.
	 */
	Counts since(Counts earlier) {
		return new Counts(Math.max(0, this.calls - earlier.calls), Math.max(0, this.errors - earlier.errors),
				sum(earlier, -1));
	}

	private SortedMap<Long, Long> sum(Counts other, int sign) {
		SortedMap<Long, Long> sum = new TreeMap<>(this.durations);
		other.durations.forEach((nanos, count) -> sum.merge(nanos, sign * count, Long::sum));
		sum.values().removeIf((count) -> count <= 0);
		return sum;
	}

	/**
	 * Duration that a share of the calls did not exceed.
	 * @param share the share, from 0 to 1
	 * @return the duration in milliseconds, {@code null} if none was measured
	 */
	@Nullable Double percentile(double share) {
		Durations all = new Durations();
		all.add(this.durations, 1);
		return all.percentile(share);
	}

}
