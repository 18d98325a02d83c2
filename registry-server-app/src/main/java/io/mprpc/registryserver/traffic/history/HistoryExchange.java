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

import java.util.Iterator;

/**
 * History of this member for the others of its ensemble, and theirs for it. All methods
 * may be called on any thread.
 */
public interface HistoryExchange {

	/**
	 * Completed slots of all series that hold anything in a time, both tiers of a series
	 * one after the other; that of the namespace first, then services, methods,
	 * instances, consumers and processes. Read lazily, so that the caller determines the
	 * pace; no lock is held in between.
	 * @param fromMillis begin of the time, in milliseconds since 1970
	 * @param toMillis its end
	 * @return the slots, without leading and trailing empty ones
	 */
	Iterator<HistoryRun> export(long fromMillis, long toMillis);

	/**
	 * Fills slots that are empty here. Slots that hold figures stay as they are, but for
	 * those of the first 45 seconds of this member, where more calls count.
	 * @param run slots of another member, bounded and validated: names of at most 255
	 * printable characters, no figure negative or infinite, no slot older than the tier
	 * or in the future
	 * @return number of slots that were filled, 0 if there is no room for the series
	 */
	int merge(HistoryRun run);

}
