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

package io.mprpc.internal.grpc.report;

import java.util.stream.LongStream;

/**
 * Buckets of durations, wider for longer ones: four to each doubling, from 64
 * microseconds to 68 seconds, so that a percentile is exact to within a fifth. The same
 * in every process and at any time, so that counts can be added and subtracted.
 */
final class LatencyBuckets {

	// Below 2^16 and above 2^36 nanoseconds nothing is distinguished.
	private static final int FIRST_EXPONENT = 16;

	private static final int LAST_EXPONENT = 36;

	// As a power of two.
	private static final int STEPS_LOG = 2;

	private static final int STEPS = 1 << STEPS_LOG;

	/** Number of bounds; there is one bucket more. */
	static final int BOUNDS = (LAST_EXPONENT - FIRST_EXPONENT) * STEPS + 1;

	private LatencyBuckets() {
	}

	/**
	 * Bucket of a duration.
	 * @param nanos the duration
	 * @return the bucket, from 0 to {@link #BOUNDS}
	 */
	static int index(long nanos) {
		// A bound belongs to the bucket below it.
		long before = nanos - 1;
		int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, before));
		if (before < 0 || exponent < FIRST_EXPONENT) {
			return 0;
		}
		if (exponent >= LAST_EXPONENT) {
			return BOUNDS;
		}
		int step = (int) (before >>> (exponent - STEPS_LOG)) & (STEPS - 1);
		return (exponent - FIRST_EXPONENT) * STEPS + step + 1;
	}

	/**
	 * Upper bounds.
	 * @return the bounds in nanoseconds, rising
	 */
	static LongStream bounds() {
		return LongStream.range(0, BOUNDS).map((i) -> {
			long power = 1L << (FIRST_EXPONENT + i / STEPS);
			return power + power / STEPS * (i % STEPS);
		});
	}

}
