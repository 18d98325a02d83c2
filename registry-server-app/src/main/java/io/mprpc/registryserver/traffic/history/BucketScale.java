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

package io.mprpc.registryserver.traffic.history;

import org.jspecify.annotations.Nullable;

/**
 * Fixed scale of the durations in reports: its buckets are the same in all processes, so
 * that counts of them can be added.
 */
public final class BucketScale {

	/** Number of buckets. */
	public static final int BUCKETS = 82;

	private static final int FIRST_EXPONENT = 16;

	private static final int PARTS = 4;

	private static final double NANOS_PER_MILLI = 1_000_000;

	// Counts are sums of many shares, each with a rounding error.
	private static final double TOLERANCE = 1e-5;

	private static final double[] END_MILLIS = ends();

	private BucketScale() {
	}

	/**
	 * End of a bucket, which belongs to it.
	 * @param bucket index of the bucket, from 0 to 81
	 * @return the end in milliseconds; of the last bucket, which has none, its start
	 */
	public static double endMillis(int bucket) {
		return END_MILLIS[bucket];
	}

	/**
	 * Duration that a share of the calls did not exceed.
	 * @param calls number of calls in each bucket
	 * @param share the share, from 0 to 1
	 * @return the end of the bucket in milliseconds, {@code null} if there are no calls
	 */
	public static @Nullable Double percentile(double[] calls, double share) {
		double total = 0;
		for (double each : calls) {
			total += each;
		}
		if (total <= 0) {
			return null;
		}
		double rank = total * (share - TOLERANCE);
		double seen = 0;
		int last = 0;
		for (int bucket = 0; bucket < calls.length; bucket++) {
			if (calls[bucket] > 0) {
				seen += calls[bucket];
				last = bucket;
				if (seen >= rank) {
					break;
				}
			}
		}
		return END_MILLIS[last];
	}

	private static double[] ends() {
		double[] ends = new double[BUCKETS];
		ends[0] = (1L << FIRST_EXPONENT) / NANOS_PER_MILLI;
		for (int bucket = 1; bucket < BUCKETS - 1; bucket++) {
			long power = 1L << (FIRST_EXPONENT + (bucket - 1) / PARTS);
			ends[bucket] = (power + power / PARTS * ((bucket - 1) % PARTS + 1)) / NANOS_PER_MILLI;
		}
		ends[BUCKETS - 1] = ends[BUCKETS - 2];
		return ends;
	}

}
