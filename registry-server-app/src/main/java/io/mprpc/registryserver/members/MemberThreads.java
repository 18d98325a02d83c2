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

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for the exchange of history: one waits for another member while the other one
 * ends what takes too long.
 */
public final class MemberThreads implements AutoCloseable {

	private static final int THREADS = 2;

	private final AtomicInteger number = new AtomicInteger();

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(THREADS, this::thread);

	/**
	 * Creates the threads.
	 */
	public MemberThreads() {
		this.timer.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Timer with these threads.
	 * @return the timer, which ends with this object
	 */
	public ScheduledExecutorService timer() {
		return this.timer;
	}

	/**
	 * Ends the threads, also one that waits.
	 */
	@Override
	public void close() {
		this.timer.shutdownNow();
	}

	private Thread thread(Runnable task) {
		Thread thread = new Thread(task, "registry-members-" + this.number.incrementAndGet());
		thread.setDaemon(true);
		return thread;
	}

}
