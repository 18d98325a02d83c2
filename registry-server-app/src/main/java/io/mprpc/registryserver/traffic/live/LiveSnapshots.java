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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots of the figures of all processes for readers: made when somebody reads, at
 * most every 200 milliseconds, and so seldom that it takes no more than a tenth of a
 * processor. While one thread makes a snapshot the others read the one before.
 */
final class LiveSnapshots {

	private static final long SHORTEST_AGE = Duration.ofMillis(200).toNanos();

	// Processes fall silent without any report.
	private static final long LONGEST_AGE = Duration.ofSeconds(1).toNanos();

	private static final int SHARE_OF_TIME = 10;

	private final Supplier<LiveFigures> figures;

	private final Supplier<KnownProcesses> processes;

	private final TimeSource time;

	private final AtomicLong version = new AtomicLong();

	private final AtomicBoolean building = new AtomicBoolean();

	private volatile boolean outdated = true;

	private volatile @Nullable Snapshot last;

	LiveSnapshots(Supplier<LiveFigures> figures, Supplier<KnownProcesses> processes, TimeSource time) {
		this.figures = figures;
		this.processes = processes;
		this.time = time;
	}

	/** There is something new. */
	void changed() {
		this.version.incrementAndGet();
	}

	/** Readers are told to read now. */
	void refresh() {
		this.outdated = true;
	}

	Snapshot get() {
		Snapshot found = this.last;
		if (found == null) {
			return build();
		}
		if (isOld(found) && this.building.compareAndSet(false, true)) {
			try {
				return build();
			}
			finally {
				this.building.set(false);
			}
		}
		return found;
	}

	private boolean isOld(Snapshot snapshot) {
		long age = this.time.nanoTime() - snapshot.at;
		if (this.outdated || age >= LONGEST_AGE) {
			return this.outdated || age >= snapshot.cost * SHARE_OF_TIME;
		}
		return snapshot.version != this.version.get() && age >= Math.max(SHORTEST_AGE, snapshot.cost * SHARE_OF_TIME);
	}

	private Snapshot build() {
		this.outdated = false;
		long from = this.version.get();
		long begin = this.time.nanoTime();
		LiveFigures now = this.figures.get();
		Snapshot snapshot = new Snapshot(now, this.processes, from, begin, this.time.nanoTime() - begin);
		this.last = snapshot;
		return snapshot;
	}

	/** Figures of one moment. */
	static final class Snapshot {

		private final LiveFigures figures;

		private final Supplier<KnownProcesses> source;

		private final long version;

		private final long at;

		private final long cost;

		private @Nullable KnownProcesses processes;

		Snapshot(LiveFigures figures, Supplier<KnownProcesses> source, long version, long at, long cost) {
			this.figures = figures;
			this.source = source;
			this.version = version;
			this.at = at;
			this.cost = cost;
		}

		LiveFigures figures() {
			return this.figures;
		}

		/** Processes, listed when somebody asks for them. */
		synchronized KnownProcesses processes() {
			KnownProcesses found = this.processes;
			if (found == null) {
				found = this.source.get();
				this.processes = found;
			}
			return found;
		}

	}

}
