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

/**
 * Calls between two reports. Arrays are not copied and must not be changed.
 *
 * @param calls calls that ended, with those that were not sent
 * @param failed calls that ended with another status than OK or CANCELLED, with those
 * that were not sent
 * @param unsent calls that were not sent, by the number of the reason; may be shorter
 * @param statusCodes gRPC status codes other than OK
 * @param statusCalls calls that ended with each of them
 * @param bucketIndexes indexes of buckets of the {@link BucketScale}
 * @param bucketCalls calls in each of them
 */
public record CallDelta(long calls, long failed, long[] unsent, int[] statusCodes, long[] statusCalls,
		int[] bucketIndexes, long[] bucketCalls) {

	private static final int[] NO_INTS = {};

	private static final long[] NO_LONGS = {};

	/** No calls. */
	public static final CallDelta NONE = new CallDelta(0, 0, NO_LONGS, NO_INTS, NO_LONGS, NO_INTS, NO_LONGS);

	/**
	 * Number of calls that were not sent, for any reason.
	 * @return the number
	 */
	public long unsentCalls() {
		return sum(this.unsent);
	}

	/**
	 * Largest of the sums that should be the number of calls at most, and need not be
	 * where a process reports nonsense.
	 * @return the number
	 */
	public long most() {
		return Math.max(Math.max(this.calls, unsentCalls()), Math.max(sum(this.statusCalls), sum(this.bucketCalls)));
	}

	/**
	 * The calls that were not sent, without the others.
	 * @return the calls, {@link #NONE} if all were sent
	 */
	public CallDelta unsentOnly() {
		long sum = unsentCalls();
		return (sum > 0) ? new CallDelta(sum, sum, this.unsent, NO_INTS, NO_LONGS, NO_INTS, NO_LONGS) : NONE;
	}

	private static long sum(long[] counts) {
		long sum = 0;
		for (long each : counts) {
			sum += each;
		}
		return sum;
	}

}
