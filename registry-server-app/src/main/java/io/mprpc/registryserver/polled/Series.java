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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Time series of the last hour, in slots of {@link #SLOT}. Calls that were counted over
 * several slots are spread over them, together with their durations. Thread-safe; work
 * under the lock is bounded, regardless of the number of calls.
 */
final class Series {

	/** Length of a slot. */
	static final Duration SLOT = Duration.ofSeconds(15);

	/** Number of slots: an hour, and the current one. */
	static final int SLOTS = 241;

	// Durations are merged in these slots; older slots keep those of the last count only.
	private static final int RECENT = 4;

	// NaN where nothing was measured.
	private final float[] calls = filled();

	private final float[] errors = filled();

	private final float[] p50 = filled();

	private final float[] p99 = filled();

	private final SortedMap<Long, Durations> recent = new TreeMap<>();

	private long slot = Long.MIN_VALUE;

	/**
	 * Adds calls.
	 * @param counts the calls
	 * @param seconds length of the measured interval
	 * @param now the end of the interval
	 */
	synchronized void add(Counts counts, double seconds, Instant now) {
		advance(now);
		double slotSeconds = SLOT.toSeconds();
		double end = now.toEpochMilli() / 1000.0;
		double start = Math.max(end - seconds, end - SLOTS * slotSeconds);
		Double half = counts.percentile(0.5);
		Double most = counts.percentile(0.99);
		for (long each = this.slot; each > this.slot - SLOTS && (each + 1) * slotSeconds > start; each--) {
			double overlap = Math.min(end, (each + 1) * slotSeconds) - Math.max(start, each * slotSeconds);
			if (overlap > 0) {
				add(this.calls, each, counts.calls() * overlap / seconds);
				add(this.errors, each, counts.errors() * overlap / seconds);
				time(each, counts, overlap / seconds, half, most);
			}
		}
	}

	/**
	 * The completed slots.
	 * @param now the current time
	 * @return the slots in the order of time, without those before the first measurement
	 */
	synchronized List<TimeBucket> moments(Instant now) {
		advance(now);
		List<TimeBucket> moments = new ArrayList<>();
		for (long each = this.slot - SLOTS + 1; each < this.slot; each++) {
			int index = index(each);
			if (!moments.isEmpty() || !Float.isNaN(this.calls[index])) {
				moments.add(TimeBucket.of(Instant.ofEpochSecond(each * SLOT.toSeconds()), this.calls[index],
						this.errors[index], this.p50[index], this.p99[index]));
			}
		}
		return moments;
	}

	/** Whether nothing was measured in the last hour. */
	synchronized boolean isOver(Instant now) {
		advance(now);
		for (float each : this.calls) {
			if (!Float.isNaN(each)) {
				return false;
			}
		}
		return true;
	}

	private void advance(Instant now) {
		long current = Math.floorDiv(now.getEpochSecond(), SLOT.toSeconds());
		if (current <= this.slot) {
			return;
		}
		for (long each = Math.max(this.slot + 1, current - SLOTS + 1); each <= current; each++) {
			int index = index(each);
			this.calls[index] = Float.NaN;
			this.errors[index] = Float.NaN;
			this.p50[index] = Float.NaN;
			this.p99[index] = Float.NaN;
		}
		this.slot = current;
		this.recent.headMap(current - RECENT + 1).clear();
	}

	private void time(long slot, Counts counts, double share, @Nullable Double half, @Nullable Double most) {
		if (half == null || most == null) {
			return;
		}
		int index = index(slot);
		if (slot <= this.slot - RECENT) {
			this.p50[index] = half.floatValue();
			this.p99[index] = most.floatValue();
			return;
		}
		Durations durations = this.recent.computeIfAbsent(slot, (key) -> new Durations());
		durations.add(counts.durations(), share);
		this.p50[index] = number(durations.percentile(0.5));
		this.p99[index] = number(durations.percentile(0.99));
	}

	private static float number(@Nullable Double value) {
		return (value != null) ? value.floatValue() : Float.NaN;
	}

	private static void add(float[] values, long slot, double value) {
		int index = index(slot);
		values[index] = (float) ((Float.isNaN(values[index]) ? 0 : values[index]) + value);
	}

	private static int index(long slot) {
		return (int) Math.floorMod(slot, (long) SLOTS);
	}

	private static float[] filled() {
		float[] values = new float[SLOTS];
		Arrays.fill(values, Float.NaN);
		return values;
	}

}
