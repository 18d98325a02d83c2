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
 * Values of the last {@value #KEPT} slots and the current one, in blocks that are
 * allocated when something is written: at most 5.5 KB. Where nothing was written the
 * value is not a number. Not thread-safe.
 */
final class SlotRing {

	/** Number of values of a slot. The first is a number where the slot has data. */
	static final int METRICS = 5;

	/** Number of completed slots that are kept. */
	static final int KEPT = 240;

	/** Number of slots in a block. */
	static final int SLOTS_OF_BLOCK = 20;

	// So many blocks are touched by all slots, wherever the first one begins.
	private static final int BLOCKS = KEPT / SLOTS_OF_BLOCK + 1;

	private final @Nullable Block[] blocks = new @Nullable Block[BLOCKS];

	float get(long slot, int metric) {
		Block block = block(Math.floorDiv(slot, SLOTS_OF_BLOCK));
		return (block != null) ? block.values[index(slot, metric)] : Float.NaN;
	}

	void set(long slot, int metric, float value) {
		Block block = writable(Math.floorDiv(slot, SLOTS_OF_BLOCK));
		if (block != null) {
			block.values[index(slot, metric)] = value;
		}
	}

	/** Adds to what is there; nothing counts as 0. */
	void add(long slot, int metric, double value) {
		Block block = writable(Math.floorDiv(slot, SLOTS_OF_BLOCK));
		if (block != null) {
			int index = index(slot, metric);
			float before = block.values[index];
			block.values[index] = (float) ((Float.isNaN(before) ? 0 : before) + value);
		}
	}

	/** Whether there is data in a slot. */
	boolean has(long slot) {
		return !Float.isNaN(get(slot, 0));
	}

	private @Nullable Block block(long number) {
		Block found = this.blocks[position(number)];
		return (found != null && found.number == number) ? found : null;
	}

	private @Nullable Block writable(long number) {
		int position = position(number);
		Block found = this.blocks[position];
		if (found != null && found.number == number) {
			return found;
		}
		// The slot is over, unless the clock was set back.
		if (found != null && found.number > number && found.number <= number + BLOCKS) {
			return null;
		}
		Block block = new Block(number, empty());
		this.blocks[position] = block;
		return block;
	}

	private static int position(long number) {
		return (int) Math.floorMod(number, (long) BLOCKS);
	}

	private static int index(long slot, int metric) {
		return (int) Math.floorMod(slot, (long) SLOTS_OF_BLOCK) * METRICS + metric;
	}

	private static float[] empty() {
		float[] values = new float[SLOTS_OF_BLOCK * METRICS];
		Arrays.fill(values, Float.NaN);
		return values;
	}

	private record Block(long number, float[] values) {

	}

}
