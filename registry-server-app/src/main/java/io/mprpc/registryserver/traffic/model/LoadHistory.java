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

package io.mprpc.registryserver.traffic.model;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * History of the load of one process.
 *
 * @param range the range
 * @param slots completed slots in the order of time, without those before the first
 * report
 */
public record LoadHistory(HistoryRange range, List<LoadSlot> slots) {

	/**
	 * Copies the slots.
	 */
	public LoadHistory {
		slots = List.copyOf(slots);
	}

	/**
	 * Load in one slot; {@code null} where nothing was reported.
	 *
	 * @param at start of the slot
	 * @param processCpu share of all processors that the process used, from 0 to 1
	 * @param heapAfterCollection heap in bytes after the last collection
	 * @param collectionShare share of the time in garbage collection, from 0 to 1
	 * @param threads number of threads
	 */
	public record LoadSlot(Instant at, @Nullable Double processCpu, @Nullable Double heapAfterCollection,
			@Nullable Double collectionShare, @Nullable Double threads) {

	}

}
