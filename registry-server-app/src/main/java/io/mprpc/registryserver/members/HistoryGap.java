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

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;

import io.mprpc.registryserver.traffic.history.HistoryExchange;
import io.mprpc.registryserver.traffic.history.HistoryKey;
import io.mprpc.registryserver.traffic.history.HistoryRun;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import org.jspecify.annotations.Nullable;

/**
 * Time without reports in the history of this member, after which there are reports
 * again.
 *
 * @param from begin of the gap
 * @param to its end
 */
record HistoryGap(Instant from, Instant to) {

	private static final Duration SLOT = HistoryRange.HOUR.slot();

	/**
	 * Looks for the gap in a time. Empty slots at its end are none: they may be filled
	 * yet, or nobody reports.
	 * @param history history of this member
	 * @param from begin of the time, before which nothing is missing
	 * @param to its end
	 * @return the gap from the first empty slot to the last filled one, {@code null} if
	 * there is none
	 */
	static @Nullable HistoryGap find(HistoryExchange history, Instant from, Instant to) {
		long slot = SLOT.toMillis();
		long first = -Math.floorDiv(-from.toEpochMilli(), slot) * slot;
		int slots = (int) Math.max(0, Math.floorDiv(to.toEpochMilli() - first, slot));
		boolean[] filled = new boolean[slots];
		Iterator<HistoryRun> runs = history.export(from.toEpochMilli(), to.toEpochMilli());
		while (runs.hasNext()) {
			HistoryRun run = runs.next();
			if (run.key().kind() != HistoryKey.Kind.NAMESPACE) {
				break;
			}
			if (run.slotMillis() == slot) {
				mark(filled, run, Math.floorDiv(run.firstMillis() - first, slot));
			}
		}
		int begin = firstEmpty(filled);
		int end = lastFilled(filled);
		return (begin < end)
				? new HistoryGap(Instant.ofEpochMilli(first + begin * slot), Instant.ofEpochMilli(first + end * slot))
				: null;
	}

	private static void mark(boolean[] filled, HistoryRun run, long offset) {
		int figures = run.key().kind().figures();
		for (int i = 0; i < run.slots(); i++) {
			long at = offset + i;
			// The first figure is the rate of calls.
			if (at >= 0 && at < filled.length && !Float.isNaN(run.figures()[i * figures])) {
				filled[(int) at] = true;
			}
		}
	}

	private static int firstEmpty(boolean[] filled) {
		int at = 0;
		while (at < filled.length && filled[at]) {
			at++;
		}
		return at;
	}

	private static int lastFilled(boolean[] filled) {
		int at = filled.length - 1;
		while (at >= 0 && !filled[at]) {
			at--;
		}
		return at;
	}

}
