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
import java.util.Arrays;

import io.mprpc.registryserver.traffic.model.ProcessLoad;
import org.jspecify.annotations.Nullable;

/**
 * History of the load of a process: means over the time of each slot.
 */
final class LoadSeries extends Series {

	/** Positions of the values of a slot. The first one is the time that they cover. */
	static final int SECONDS = 0;

	static final int PROCESS_CPU = 1;

	static final int HEAP = 2;

	static final int COLLECTION = 3;

	static final int THREADS = 4;

	LoadSeries(Instant now) {
		super(now);
	}

	synchronized void add(ProcessLoad load, double seconds, Instant end) {
		activeAt(end);
		for (Tier tier : tiers()) {
			spread(tier.seconds, seconds, end, (slot, overlap) -> {
				double before = tier.ring.has(slot) ? tier.ring.get(slot, SECONDS) : 0;
				mean(tier, slot, PROCESS_CPU, load.processCpu(), before, overlap);
				mean(tier, slot, HEAP, load.heapAfterCollection(), before, overlap);
				mean(tier, slot, COLLECTION, load.collectionShare(), before, overlap);
				mean(tier, slot, THREADS, (load.threads() > 0) ? load.threads() : null, before, overlap);
				tier.ring.add(slot, SECONDS, overlap);
			});
		}
	}

	@Override
	float[] values(Tier tier, long slot) {
		float[] values = new float[SlotRing.METRICS];
		for (int metric = 0; metric < values.length; metric++) {
			values[metric] = tier.ring.get(slot, metric);
		}
		return values;
	}

	@Override
	float[] figures(float[] values, int slotSeconds) {
		return Arrays.copyOfRange(values, PROCESS_CPU, SlotRing.METRICS);
	}

	@Override
	float[] values(float[] figures, int slotSeconds) {
		float[] values = new float[SlotRing.METRICS];
		System.arraycopy(figures, 0, values, PROCESS_CPU, figures.length);
		boolean empty = true;
		for (float figure : figures) {
			empty &= Float.isNaN(figure);
		}
		values[SECONDS] = empty ? Float.NaN : slotSeconds;
		return values;
	}

	private static void mean(Tier tier, long slot, int metric, @Nullable Number value, double before, double seconds) {
		if (value != null) {
			float mean = tier.ring.get(slot, metric);
			double number = value.doubleValue();
			tier.ring.set(slot, metric, (float) ((Float.isNaN(mean) || before <= 0) ? number
					: mean + (number - mean) * seconds / (before + seconds)));
		}
	}

}
