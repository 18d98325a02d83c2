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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * History of calls. Calls that were counted over several slots are spread over them,
 * together with their durations.
 */
final class CallSeries extends Series {

	/** Positions of the values of a slot. */
	static final int CALLS = 0;

	static final int FAILED = 1;

	static final int UNSENT = 2;

	static final int P50 = 3;

	static final int P99 = 4;

	private static final double HALF = 0.5;

	private static final double MOST = 0.99;

	CallSeries(Instant now) {
		super(now);
	}

	/**
	 * Adds calls.
	 * @param delta the calls
	 * @param seconds length of the interval in which they ended, more than 0
	 * @param end end of the interval
	 */
	synchronized void add(CallDelta delta, double seconds, Instant end) {
		if (delta.calls() > 0) {
			activeAt(end);
		}
		long unsent = delta.unsentCalls();
		for (Tier tier : tiers()) {
			spread(tier.seconds, seconds, end, (slot, overlap) -> {
				double share = overlap / seconds;
				tier.ring.add(slot, CALLS, delta.calls() * share);
				tier.ring.add(slot, FAILED, delta.failed() * share);
				tier.ring.add(slot, UNSENT, unsent * share);
				if (delta.bucketIndexes().length > 0) {
					addDurations(tier, slot, delta, share);
				}
			});
		}
	}

	@Override
	float[] values(Tier tier, long slot) {
		float[] values = new float[SlotRing.METRICS];
		for (int metric = 0; metric < values.length; metric++) {
			values[metric] = tier.ring.get(slot, metric);
		}
		float[] durations = tier.recent.get(slot);
		if (durations != null) {
			values[P50] = percentile(durations, HALF);
			values[P99] = percentile(durations, MOST);
		}
		return values;
	}

	@Override
	float[] figures(float[] values, int slotSeconds) {
		return times(values, 1f / slotSeconds);
	}

	@Override
	float[] values(float[] figures, int slotSeconds) {
		return times(figures, slotSeconds);
	}

	private static float[] times(float[] values, float factor) {
		float[] product = values.clone();
		for (int metric = CALLS; metric <= UNSENT; metric++) {
			product[metric] *= factor;
		}
		return product;
	}

	private static void addDurations(Tier tier, long slot, CallDelta delta, double share) {
		long occupant = tier.recent.occupant(slot);
		if (occupant > slot) {
			// Only the percentiles of the slot are left, or it has none yet.
			if (Float.isNaN(tier.ring.get(slot, P50))) {
				float[] alone = new float[BucketScale.BUCKETS];
				add(alone, delta, 1);
				write(tier, slot, alone);
			}
			return;
		}
		if (occupant != slot) {
			writePercentiles(tier, occupant);
		}
		add(tier.recent.take(slot), delta, share);
	}

	private static void writePercentiles(Tier tier, long slot) {
		float[] durations = tier.recent.get(slot);
		if (durations != null) {
			write(tier, slot, durations);
		}
	}

	private static void write(Tier tier, long slot, float[] durations) {
		tier.ring.set(slot, P50, percentile(durations, HALF));
		tier.ring.set(slot, P99, percentile(durations, MOST));
	}

	private static void add(float[] durations, CallDelta delta, double share) {
		for (int i = 0; i < delta.bucketIndexes().length; i++) {
			durations[delta.bucketIndexes()[i]] += (float) (delta.bucketCalls()[i] * share);
		}
	}

	private static float percentile(float[] durations, double share) {
		double[] calls = new double[durations.length];
		for (int i = 0; i < calls.length; i++) {
			calls[i] = durations[i];
		}
		Double found = BucketScale.percentile(calls, share);
		return number(found);
	}

	private static float number(@Nullable Double value) {
		return (value != null) ? value.floatValue() : Float.NaN;
	}

}
