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

/**
 * Completed slots of one series, one after the other. The array is not copied and must
 * not be changed.
 *
 * @param key key of the series
 * @param slotMillis length of a slot, that of a tier of the history: 15,000 or 90,000
 * @param firstMillis start of the first slot in milliseconds since 1970, a multiple of
 * the length
 * @param figures figures slot by slot, {@link HistoryKey.Kind#figures()} of each;
 * {@link Float#NaN} for what was not reported
 */
public record HistoryRun(HistoryKey key, int slotMillis, long firstMillis, float[] figures) {

	/**
	 * Number of slots.
	 * @return the number
	 */
	public int slots() {
		return this.figures.length / this.key.kind().figures();
	}

}
