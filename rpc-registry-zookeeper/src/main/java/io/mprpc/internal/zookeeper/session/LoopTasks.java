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

package io.mprpc.internal.zookeeper.session;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks of one user of a connection on its loop, dropped when that user or the connection
 * has closed.
 */
public final class LoopTasks implements Executor, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LoopTasks.class);

	private final ScheduledExecutorService loop;

	private volatile boolean closed;

	public LoopTasks(ScheduledExecutorService loop) {
		this.loop = loop;
	}

	/** Runs a task after all that was given before. */
	@Override
	public void execute(Runnable task) {
		tryExecute(task);
	}

	/**
	 * Runs a task after all that was given before.
	 * @return whether that is possible
	 */
	public boolean tryExecute(Runnable task) {
		if (this.closed) {
			return false;
		}
		try {
			this.loop.execute(() -> run(task));
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	/**
	 * Runs a task after a delay.
	 * @return to cancel it, {@code null} if it will not run
	 */
	public @Nullable ScheduledFuture<?> schedule(Duration delay, Runnable task) {
		try {
			return this.closed ? null : this.loop.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			return null;
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

	private void run(Runnable task) {
		if (this.closed) {
			return;
		}
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A task on the loop of the registry failed", ex);
		}
	}

}
