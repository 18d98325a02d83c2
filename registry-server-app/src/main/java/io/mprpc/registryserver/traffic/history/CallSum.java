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

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.UnsentReason;

/**
 * Sum of calls of several series. For one thread.
 */
public final class CallSum {

	private static final List<String> STATUS = List.of("OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT",
			"DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
			"FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
			"UNAUTHENTICATED");

	private static final int CANCELLED = 1;

	private static final UnsentReason[] REASONS = UnsentReason.values();

	private double calls;

	private double failed;

	private final double[] status = new double[STATUS.size()];

	private final double[] unsent = new double[REASONS.length];

	private final double[] buckets = new double[BucketScale.BUCKETS];

	private long inFlight;

	/**
	 * Adds calls.
	 * @param delta the calls
	 * @param factor number that each call counts, such as the number of such intervals in
	 * a second
	 * @return this
	 */
	public CallSum add(CallDelta delta, double factor) {
		if (delta == CallDelta.NONE) {
			return this;
		}
		this.calls += delta.calls() * factor;
		this.failed += delta.failed() * factor;
		for (int i = 0; i < delta.statusCodes().length; i++) {
			int code = delta.statusCodes()[i];
			if (code > 0 && code < this.status.length) {
				this.status[code] += delta.statusCalls()[i] * factor;
			}
		}
		for (int i = 0; i < Math.min(this.unsent.length, delta.unsent().length); i++) {
			this.unsent[i] += delta.unsent()[i] * factor;
		}
		for (int i = 0; i < delta.bucketIndexes().length; i++) {
			this.buckets[delta.bucketIndexes()[i]] += delta.bucketCalls()[i] * factor;
		}
		return this;
	}

	/**
	 * Adds calls that have begun and not ended.
	 * @param number their number
	 */
	public void addInFlight(long number) {
		this.inFlight += number;
	}

	/**
	 * Adds another sum.
	 * @param other the other sum
	 */
	public void add(CallSum other) {
		this.calls += other.calls;
		this.failed += other.failed;
		this.inFlight += other.inFlight;
		plus(this.status, other.status);
		plus(this.unsent, other.unsent);
		plus(this.buckets, other.buckets);
	}

	/**
	 * Number of calls.
	 * @return the number
	 */
	public double calls() {
		return this.calls;
	}

	/**
	 * Number of failed calls, with those that were not sent.
	 * @return the number
	 */
	public double failed() {
		return this.failed;
	}

	/**
	 * The sum as rates, if each call was added with the share of a second.
	 * @return the rates
	 */
	public CallRates rates() {
		Map<String, Double> failures = new HashMap<>();
		for (int code = 1; code < this.status.length; code++) {
			if (code != CANCELLED && this.status[code] > 0) {
				failures.put(STATUS.get(code), this.status[code]);
			}
		}
		Map<UnsentReason, Double> reasons = new EnumMap<>(UnsentReason.class);
		double sum = 0;
		for (UnsentReason reason : REASONS) {
			double rate = this.unsent[reason.ordinal()];
			if (rate > 0) {
				reasons.put(reason, rate);
				sum += rate;
			}
		}
		return new CallRates(this.calls, this.failed, failures, sum, reasons, this.inFlight,
				BucketScale.percentile(this.buckets, 0.5), BucketScale.percentile(this.buckets, 0.99));
	}

	/**
	 * The sum as calls between two reports, if each was added once.
	 * @return the calls
	 */
	public CallDelta toDelta() {
		int[] codes = IntStream.range(0, this.status.length).filter((code) -> this.status[code] > 0).toArray();
		int[] indexes = IntStream.range(0, this.buckets.length).filter((index) -> this.buckets[index] > 0).toArray();
		long[] reasons = new long[this.unsent.length];
		for (int i = 0; i < reasons.length; i++) {
			reasons[i] = (long) this.unsent[i];
		}
		return new CallDelta((long) this.calls, (long) this.failed, reasons, codes, at(this.status, codes), indexes,
				at(this.buckets, indexes));
	}

	/**
	 * Whether a call with a status counts as failed.
	 * @param statusCode code of the gRPC status
	 * @return whether it does: all but OK and CANCELLED
	 */
	public static boolean isFailure(int statusCode) {
		return statusCode != 0 && statusCode != CANCELLED;
	}

	private static long[] at(double[] values, int[] indexes) {
		long[] found = new long[indexes.length];
		for (int i = 0; i < indexes.length; i++) {
			found[i] = (long) values[indexes[i]];
		}
		return found;
	}

	private static void plus(double[] sum, double[] other) {
		for (int i = 0; i < sum.length; i++) {
			sum[i] += other[i];
		}
	}

}
