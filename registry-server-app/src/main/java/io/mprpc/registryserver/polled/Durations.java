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

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Distribution of the durations of calls. A call may count fractionally if it is spread
 * over several slots. Stored in arrays to save memory, because each of many series has
 * several.
 */
final class Durations {

	// Tolerance for rounding errors in sums of many shares.
	private static final double TOLERANCE = 1e-9;

	// In ascending order.
	private long[] nanos = new long[0];

	private double[] calls = new double[0];

	/**
	 * Adds calls.
	 * @param callsByNanos number of calls by approximate duration in nanoseconds
	 * @param share fraction of each call that counts, from 0 to 1
	 */
	void add(Map<Long, Long> callsByNanos, double share) {
		callsByNanos.forEach((each, count) -> {
			int found = Arrays.binarySearch(this.nanos, each);
			int at = (found >= 0) ? found : insert(-found - 1, each);
			this.calls[at] += count * share;
		});
	}

	private int insert(int at, long value) {
		int after = this.nanos.length - at;
		long[] nanos = Arrays.copyOf(this.nanos, this.nanos.length + 1);
		System.arraycopy(this.nanos, at, nanos, at + 1, after);
		nanos[at] = value;
		double[] calls = Arrays.copyOf(this.calls, this.calls.length + 1);
		System.arraycopy(this.calls, at, calls, at + 1, after);
		calls[at] = 0;
		this.nanos = nanos;
		this.calls = calls;
		return at;
	}

	/**
	 * Duration that a share of the calls did not exceed.
	 * @param share the share, from 0 to 1
	 * @return the duration in milliseconds, {@code null} if none was measured
	 */
	@Nullable Double percentile(double share) {
		double rank = Arrays.stream(this.calls).sum() * (share - TOLERANCE);
		double seen = 0;
		for (int i = 0; i < this.calls.length; i++) {
			seen += this.calls[i];
			if (seen >= rank) {
				return this.nanos[i] / 1_000_000.0;
			}
		}
		return null;
	}

}
