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

package io.mprpc.internal.grpc.report;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.reports.v1.Load;
import org.jspecify.annotations.Nullable;

/**
 * Space on the disk of the working directory, as it was a moment ago: a network disk that
 * does not answer blocks whoever looks.
 */
final class DiskSpace {

	/** Time from one look to the next. */
	static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

	private final Executor executor;

	private final TimeSource time;

	private final AtomicBoolean looking = new AtomicBoolean();

	private volatile @Nullable Space last;

	DiskSpace(Executor executor, TimeSource time) {
		this.executor = executor;
		this.time = time;
	}

	/**
	 * Runs a look on a thread that ends with it: no pool loses one to a disk that hangs.
	 * @param look the look
	 */
	static void onThread(Runnable look) {
		Thread thread = new Thread(look, "mprpc-disk-space");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Adds what is known, and looks again if that is old.
	 * @param load the load to add it to
	 */
	void addTo(Load.Builder load) {
		Space known = this.last;
		if (known != null) {
			load.setDiskFree(known.free).setDiskTotal(known.total);
		}
		look();
	}

	/** Looks unless what is known is new enough. */
	void look() {
		Space known = this.last;
		boolean isNew = known != null && this.time.nanoTime() - known.nanos < INTERVAL;
		// One that blocks is not joined by others.
		if (isNew || !this.looking.compareAndSet(false, true)) {
			return;
		}
		try {
			this.executor.execute(() -> {
				this.last = read();
				this.looking.set(false);
			});
		}
		catch (RejectedExecutionException ex) {
			this.looking.set(false);
		}
	}

	private @Nullable Space read() {
		try {
			FileStore store = Files.getFileStore(Path.of("").toAbsolutePath());
			return new Space(store.getUsableSpace(), store.getTotalSpace(), this.time.nanoTime());
		}
		catch (IOException | SecurityException ex) {
			return null;
		}
	}

	private record Space(long free, long total, long nanos) {

	}

}
