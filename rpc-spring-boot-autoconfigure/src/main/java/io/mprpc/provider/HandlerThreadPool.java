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

package io.mprpc.provider;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * As many threads as handlers need, of which few are woken. In a cached thread pool each
 * call wakes a thread of its own, however many wait for a processor already; here a
 * thread that has finished a call takes the next one up, and the thread that slept least
 * is woken first. Handlers that block do not keep others waiting: no more calls than
 * there are threads are let into that pool, and each of the others gets a thread of its
 * own.
 * <p>
 * Threads are daemons, have the context class loader of whoever made the pool, and end
 * after a minute without a call.
 *
 * @since 0.1
 */
public final class HandlerThreadPool implements Executor, AutoCloseable {

	private static final int SHARING = 128;

	private static final int KEEP_ALIVE_SECONDS = 60;

	private static final String NAMES = "rpc-call-";

	private final ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final AtomicInteger number = new AtomicInteger();

	private final AtomicInteger admitted = new AtomicInteger();

	private final ForkJoinPool sharing = new ForkJoinPool(SHARING, this::sharingThread, null, true, 0, SHARING, 1, null,
			KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);

	private final ExecutorService alone = Executors.newCachedThreadPool((ThreadFactory) this::loneThread);

	@Override
	public void execute(Runnable task) {
		try {
			if (this.admitted.incrementAndGet() <= SHARING) {
				this.sharing.execute(new Admitted(task));
			}
			else {
				this.admitted.decrementAndGet();
				this.alone.execute(task);
			}
		}
		catch (RejectedExecutionException ex) {
			// A server that has stopped still tells calls that they are cancelled.
			task.run();
		}
	}

	/**
	 * Lets threads end as soon as they have nothing to do. Work that comes later runs on
	 * the thread that brings it.
	 */
	@Override
	public void close() {
		this.sharing.shutdown();
		this.alone.shutdown();
	}

	private ForkJoinWorkerThread sharingThread(ForkJoinPool pool) {
		SharingThread thread = new SharingThread(pool);
		prepare(thread);
		return thread;
	}

	private Thread loneThread(Runnable work) {
		Thread thread = new Thread(work);
		prepare(thread);
		return thread;
	}

	private void prepare(Thread thread) {
		thread.setName(NAMES + this.number.incrementAndGet());
		thread.setDaemon(true);
		thread.setContextClassLoader(this.classLoader);
	}

	/**
	 * A task that has its thread for sure.
	 */
	private final class Admitted extends ForkJoinTask<@Nullable Void> {

		private final transient Runnable task;

		Admitted(Runnable task) {
			this.task = task;
		}

		@Override
		protected boolean exec() {
			try {
				this.task.run();
			}
			finally {
				HandlerThreadPool.this.admitted.decrementAndGet();
			}
			return true;
		}

		@Override
		public @Nullable Void getRawResult() {
			return null;
		}

		@Override
		protected void setRawResult(@Nullable Void value) {
			// There is none.
		}

	}

	/**
	 * A thread of the pool, whose constructor is for subclasses.
	 */
	private static final class SharingThread extends ForkJoinWorkerThread {

		SharingThread(ForkJoinPool pool) {
			super(pool);
		}

	}

}
