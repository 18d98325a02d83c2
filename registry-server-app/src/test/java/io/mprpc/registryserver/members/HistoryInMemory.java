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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.mprpc.registryserver.traffic.history.HistoryExchange;
import io.mprpc.registryserver.traffic.history.HistoryKey;
import io.mprpc.registryserver.traffic.history.HistoryRun;

/**
 * History that holds the runs that a test puts in, and those that are merged.
 */
final class HistoryInMemory implements HistoryExchange {

	private static final int SLOT = 15_000;

	private final List<HistoryRun> runs = new ArrayList<>();

	private final List<HistoryRun> merged = new ArrayList<>();

	/** One figure for each slot of the namespace, {@code NaN} for an empty one. */
	synchronized void put(HistoryKey key, long firstMillis, float... calls) {
		float[] figures = new float[calls.length * key.kind().figures()];
		for (int i = 0; i < figures.length; i++) {
			figures[i] = calls[i / key.kind().figures()];
		}
		this.runs.add(new HistoryRun(key, SLOT, firstMillis, figures));
	}

	synchronized List<HistoryRun> merged() {
		return List.copyOf(this.merged);
	}

	@Override
	public synchronized Iterator<HistoryRun> export(long fromMillis, long toMillis) {
		return List.copyOf(this.runs).iterator();
	}

	@Override
	public synchronized int merge(HistoryRun run) {
		this.merged.add(run);
		return run.slots();
	}

}
