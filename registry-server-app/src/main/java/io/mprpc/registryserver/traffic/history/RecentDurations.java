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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Durations of the calls in the last few slots. Slots before these have percentiles only.
 * Not thread-safe.
 */
final class RecentDurations {

	private static final float[] NONE = {};

	private final float[][] buckets;

	private final long[] slots;

	RecentDurations(int slots) {
		this.buckets = new float[slots][];
		Arrays.fill(this.buckets, NONE);
		this.slots = new long[slots];
		Arrays.fill(this.slots, Long.MIN_VALUE);
	}

	/**
	 * Durations of a slot.
	 * @return the number of calls by bucket, {@code null} if there are none or if the
	 * slot is over
	 */
	float @Nullable [] get(long slot) {
		int position = position(slot);
		return (this.slots[position] == slot && this.buckets[position].length > 0) ? this.buckets[position] : null;
	}

	/** The slot that has to go before a slot gets durations, or the slot itself. */
	long occupant(long slot) {
		return this.slots[position(slot)];
	}

	/** Durations of a slot, to add to; those of its occupant are gone. */
	float[] take(long slot) {
		int position = position(slot);
		float[] found = this.buckets[position];
		if (found.length == 0) {
			found = new float[BucketScale.BUCKETS];
			this.buckets[position] = found;
		}
		else if (this.slots[position] != slot) {
			Arrays.fill(found, 0);
		}
		this.slots[position] = slot;
		return found;
	}

	/** The durations of a slot do not count any more. */
	void forget(long slot) {
		int position = position(slot);
		if (this.slots[position] == slot) {
			this.buckets[position] = NONE;
		}
	}

	private int position(long slot) {
		return (int) Math.floorMod(slot, (long) this.slots.length);
	}

}
