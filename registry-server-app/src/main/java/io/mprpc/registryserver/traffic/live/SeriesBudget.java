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

package io.mprpc.registryserver.traffic.live;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import io.mprpc.registryserver.traffic.ReportReceiver;

/**
 * Bound of the number of series of all processes together, and so of their memory: about
 * 0.5 KB for each, at most 3 KB. While much is left each process may have 2,000; when
 * four fifths are in use, each may have its share, and those that have more lose their
 * least busy ones.
 */
final class SeriesBudget {

	// Whatever the number of processes.
	private static final int LEAST = 20;

	private final int total;

	private final IntSupplier processes;

	private final AtomicInteger used = new AtomicInteger();

	SeriesBudget(int total, IntSupplier processes) {
		this.total = total;
		this.processes = processes;
	}

	/** Number of series that a process may have at present. */
	int ofProcess() {
		if (this.used.get() < this.total / 5 * 4) {
			return ReportReceiver.MAX_SERIES_OF_PROCESS;
		}
		return Math.min(ReportReceiver.MAX_SERIES_OF_PROCESS,
				Math.max(LEAST, this.total / Math.max(1, this.processes.getAsInt())));
	}

	/** Takes room for one series. */
	boolean take() {
		if (this.used.incrementAndGet() > this.total) {
			this.used.decrementAndGet();
			return false;
		}
		return true;
	}

	/** Gives room back. */
	void release(int number) {
		this.used.addAndGet(-number);
	}

	int used() {
		return this.used.get();
	}

}
