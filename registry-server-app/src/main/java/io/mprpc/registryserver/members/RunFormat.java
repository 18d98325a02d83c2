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

package io.mprpc.registryserver.members;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.registryserver.members.v1.Run;
import io.mprpc.registryserver.members.v1.SeriesKind;
import io.mprpc.registryserver.traffic.history.HistoryKey;
import io.mprpc.registryserver.traffic.history.HistoryRun;
import io.mprpc.registryserver.traffic.model.HistoryRange;

/**
 * Conversion between runs of slots and their messages.
 */
final class RunFormat {

	/** Slots of a tier. */
	static final int MAX_SLOTS = 240;

	private static final float LARGEST = 1e15f;

	private RunFormat() {
	}

	static Run write(HistoryRun run) {
		Run.Builder message = Run.newBuilder()
			.setKind(SeriesKind.forNumber(run.key().kind().ordinal() + 1))
			.setName(run.key().name())
			.setDetail(run.key().detail())
			.setSlotMillis(run.slotMillis())
			.setFirstMillis(run.firstMillis());
		for (float figure : run.figures()) {
			message.addFigures(figure);
		}
		return message.build();
	}

	/**
	 * Reads a message of another member.
	 * @param run the message
	 * @param nowMillis the present time, in milliseconds since 1970
	 * @return the run, bounded and consistent
	 * @throws IllegalArgumentException if it is not a run of this version; the message
	 * says what is wrong
	 */
	static HistoryRun read(Run run, long nowMillis) {
		HistoryKey key = key(run);
		int figures = key.kind().figures();
		HistoryRange tier = tier(run.getSlotMillis());
		int count = run.getFiguresCount();
		check(count > 0 && count % figures == 0 && count <= MAX_SLOTS * figures, "number of figures " + count);
		long first = run.getFirstMillis();
		long slot = tier.slot().toMillis();
		long last = first + (count / figures) * slot;
		// A slot of tolerance for clocks that differ.
		check(first % slot == 0 && first >= nowMillis - tier.length().toMillis() - slot && last <= nowMillis + slot,
				"time of slots " + first);
		float[] values = new float[count];
		for (int i = 0; i < count; i++) {
			float value = run.getFigures(i);
			check(Float.isNaN(value) || (value >= 0 && value <= LARGEST), "figure " + value);
			values[i] = value;
		}
		return new HistoryRun(key, run.getSlotMillis(), first, values);
	}

	private static HistoryKey key(Run run) {
		int kind = run.getKindValue() - 1;
		HistoryKey.Kind[] kinds = HistoryKey.Kind.values();
		check(kind >= 0 && kind < kinds.length, "kind of series " + run.getKindValue());
		check(run.getName().isEmpty() == (kinds[kind] == HistoryKey.Kind.NAMESPACE), "name");
		boolean detailed = switch (kinds[kind]) {
			case METHOD, INSTANCE, CONSUMER -> true;
			default -> false;
		};
		check(run.getDetail().isEmpty() != detailed || kinds[kind] == HistoryKey.Kind.CONSUMER, "detail");
		RegistryLimits.name("A name", run.getName());
		RegistryLimits.name("A name", run.getDetail());
		return new HistoryKey(kinds[kind], run.getName(), run.getDetail());
	}

	private static HistoryRange tier(int slotMillis) {
		for (HistoryRange range : new HistoryRange[] { HistoryRange.HOUR, HistoryRange.HOURS_6 }) {
			if (range.slot().toMillis() == slotMillis) {
				return range;
			}
		}
		throw new IllegalArgumentException("length of slots " + slotMillis);
	}

	private static void check(boolean rule, String what) {
		if (!rule) {
			throw new IllegalArgumentException(what);
		}
	}

}
