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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of reports, with its time and its jitter. It ends while there is nothing
 * to do, as in a process without a registry server. No {@code Executor}, which an
 * application might take for its own.
 *
 * @since 0.1
 */
public final class ReportThread implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ReportThread.class);

	private static final String NAME = "rpc-reports";

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

	private final ScheduledThreadPoolExecutor loop;

	private final TimeSource time;

	private final RandomGenerator random;

	/**
	 * Creates the thread, which starts with the first work.
	 * @param time source of time
	 * @param random source of jitter, for use by any thread
	 */
	public ReportThread(TimeSource time, RandomGenerator random) {
		this.time = time;
		this.random = random;
		// Channels that are shut down may still want to tell something.
		this.loop = new Loop();
		this.loop.setRemoveOnCancelPolicy(true);
		this.loop.setKeepAliveTime(KEEP_ALIVE.toNanos(), TimeUnit.NANOSECONDS);
		this.loop.allowCoreThreadTimeOut(true);
		this.loop.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	ScheduledExecutorService loop() {
		return this.loop;
	}

	TimeSource time() {
		return this.time;
	}

	RandomGenerator random() {
		return this.random;
	}

	/**
	 * Ends the thread after the work that is due, such as the end of a connection. What
	 * was to be done later is dropped.
	 */
	@Override
	public void close() {
		this.loop.shutdown();
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, NAME);
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Says what work throws, which the executor keeps to itself.
	 */
	private static final class Loop extends ScheduledThreadPoolExecutor {

		Loop() {
			super(1, ReportThread::thread, new ThreadPoolExecutor.DiscardPolicy());
		}

		@Override
		protected void afterExecute(Runnable work, @Nullable Throwable thrown) {
			super.afterExecute(work, thrown);
			if (work instanceof Future<?> done && done.isDone() && !done.isCancelled()) {
				try {
					done.get();
				}
				catch (ExecutionException ex) {
					logger.error("Reports to registry servers may be missing because of an error in this library",
							ex.getCause());
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
		}

	}

}
