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

package io.mprpc.registryserver.traffic.live;

import java.util.Arrays;

import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.history.BucketScale;
import io.mprpc.registryserver.traffic.history.CallDelta;
import io.mprpc.registryserver.traffic.history.CallSum;
import org.jspecify.annotations.Nullable;

/**
 * Calls between two counts of a series. A counter that has decreased was reset, and
 * counts from zero.
 */
final class CountedCalls {

	private static final long[] NONE = {};

	private CountedCalls() {
	}

	/**
	 * Calls between two counts.
	 * @param before the earlier counts, {@code null} for zero
	 * @param after the later counts
	 * @return the calls
	 */
	static CallDelta between(@Nullable SeriesCounts before, SeriesCounts after) {
		SeriesCounts from = (before != null && before.calls() <= after.calls()) ? before : null;
		long calls = after.calls() - ((from != null) ? from.calls() : 0);
		if (calls <= 0) {
			return CallDelta.NONE;
		}
		long[] status = differences(after.statusCodes(), after.statusCalls(),
				(from != null) ? from.statusCodes() : null, (from != null) ? from.statusCalls() : NONE);
		long[] buckets = differences(after.bucketIndexes(), after.bucketCalls(),
				(from != null) ? from.bucketIndexes() : null, (from != null) ? from.bucketCalls() : NONE);
		long[] unsent = unsent(after.unsent(), (from != null) ? from.unsent() : NONE);
		long failed = 0;
		for (int i = 0; i < status.length; i++) {
			if (CallSum.isFailure(after.statusCodes()[i])) {
				failed += status[i];
			}
		}
		long notSent = 0;
		for (long each : unsent) {
			notSent += each;
		}
		return new CallDelta(calls, Math.min(calls, Math.max(failed, notSent)), unsent,
				positive(after.statusCodes(), status), positive(status, status),
				positive(after.bucketIndexes(), buckets), positive(buckets, buckets));
	}

	/** Differences of the values of indexes in rising order. */
	private static long[] differences(int[] indexes, long[] values, int @Nullable [] earlier, long[] earlierValues) {
		long[] differences = new long[indexes.length];
		int at = 0;
		for (int i = 0; i < indexes.length; i++) {
			while (earlier != null && at < earlier.length && earlier[at] < indexes[i]) {
				at++;
			}
			boolean known = earlier != null && at < earlier.length && earlier[at] == indexes[i];
			differences[i] = Math.max(0, values[i] - (known ? earlierValues[at] : 0));
		}
		return differences;
	}

	private static long[] unsent(long[] after, long[] before) {
		long[] differences = Arrays.copyOf(after, after.length);
		boolean any = false;
		for (int i = 0; i < differences.length; i++) {
			differences[i] = Math.max(0, after[i] - ((i < before.length) ? before[i] : 0));
			any |= differences[i] > 0;
		}
		return any ? differences : NONE;
	}

	private static int[] positive(int[] values, long[] counts) {
		int[] found = new int[count(counts)];
		int at = 0;
		for (int i = 0; i < counts.length; i++) {
			if (counts[i] > 0) {
				found[at++] = values[i];
			}
		}
		return found;
	}

	private static long[] positive(long[] values, long[] counts) {
		long[] found = new long[count(counts)];
		int at = 0;
		for (int i = 0; i < counts.length; i++) {
			if (counts[i] > 0) {
				found[at++] = values[i];
			}
		}
		return found;
	}

	private static int count(long[] counts) {
		int number = 0;
		for (long each : counts) {
			number += (each > 0) ? 1 : 0;
		}
		return number;
	}

	/** Whether counts are such that arithmetic on them holds. */
	static boolean isValid(SeriesCounts counts) {
		if (counts.calls() < 0 || counts.inFlight() < 0 || counts.statusCodes().length != counts.statusCalls().length
				|| counts.bucketIndexes().length != counts.bucketCalls().length || isNegative(counts.statusCalls())
				|| isNegative(counts.bucketCalls()) || isNegative(counts.unsent())) {
			return false;
		}
		int before = -1;
		for (int index : counts.bucketIndexes()) {
			if (index <= before || index >= BucketScale.BUCKETS) {
				return false;
			}
			before = index;
		}
		return true;
	}

	private static boolean isNegative(long[] counts) {
		for (long each : counts) {
			if (each < 0) {
				return true;
			}
		}
		return false;
	}

}
