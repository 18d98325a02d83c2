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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.mprpc.internal.time.TimeSource;

/**
 * The threads of a connection, at most four: a loop on which all that is known of the
 * registry is changed and which never blocks, one for listeners, and two for what blocks,
 * such as the disk, name servers and the end of a session. All but the loop end when they
 * have nothing to do.
 */
public final class ConnectionThreads implements AutoCloseable {

	static final String PREFIX = "mprpc-registry-";

	private static final Duration IDLE = Duration.ofSeconds(10);

	private final ScheduledThreadPoolExecutor loop;

	private final ThreadPoolExecutor listeners;

	private final ThreadPoolExecutor blocking;

	private final Executor calls;

	ConnectionThreads(TimeSource time) {
		this.loop = new ScheduledThreadPoolExecutor(1, named("loop"));
		this.loop.setRemoveOnCancelPolicy(true);
		this.listeners = pool(1, named("listeners"));
		this.blocking = pool(2, numbered("blocking-"));
		this.calls = new ListenerExecutor(this.listeners, this.blocking, new LoopTasks(this.loop), time);
	}

	/** The loop. Nothing that runs on it may block. */
	public ScheduledExecutorService loop() {
		return this.loop;
	}

	/**
	 * Calls listeners, one after the other. A listener that blocks may be called by two
	 * threads at the same time, unless it sees to that itself.
	 */
	public Executor listeners() {
		return this.calls;
	}

	/** Runs blocking tasks, two at a time. */
	public Executor blocking() {
		return this.blocking;
	}

	/** Ends the threads. Tasks that have begun, and calls of listeners, are completed. */
	@Override
	public void close() {
		this.loop.shutdownNow();
		this.listeners.shutdown();
		this.blocking.shutdown();
	}

	private static ThreadPoolExecutor pool(int threads, ThreadFactory factory) {
		ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new LinkedBlockingQueue<>(), factory);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

	private static ThreadFactory named(String name) {
		return (task) -> thread(task, name);
	}

	private static ThreadFactory numbered(String name) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> thread(task, name + number.incrementAndGet());
	}

	// They do not keep the process alive.
	private static Thread thread(Runnable task, String name) {
		Thread thread = new Thread(task, PREFIX + name);
		thread.setDaemon(true);
		return thread;
	}

}
