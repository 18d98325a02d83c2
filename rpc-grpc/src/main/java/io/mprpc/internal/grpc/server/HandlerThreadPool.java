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

package io.mprpc.internal.grpc.server;

import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pool of as many threads as handlers need, of which few are woken. In a cached thread
 * pool each call wakes a thread of its own, however many wait for a processor already.
 * Here one thread at a time is on its way to the line of calls; when it has found one and
 * leaves others behind, it sends the next. A thread that has finished a call takes up
 * another, and the thread that slept least is woken first. So handlers that block delay
 * no others, and those that do not block are run by about as many threads as there are
 * processors.
 * <p>
 * Threads are daemons and end after a minute without a call. Applications in one process
 * share a pool if they have the same context class loader, which its threads have too.
 *
 * @since 0.1
 */
public final class HandlerThreadPool implements Executor, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(HandlerThreadPool.class);

	private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(60);

	/**
	 * How often a thread looks for another call before it sleeps, while it leaves the
	 * processor to other threads: the end of a call follows its answer immediately, and
	 * to wake a thread takes longer.
	 */
	private static final int LOOKS = 30;

	private static final Map<@Nullable ClassLoader, HandlerThreadPool> SHARED = new HashMap<>();

	private final ThreadFactory factory;

	private final TimeSource time;

	private final Queue<Runnable> line = new ConcurrentLinkedQueue<>();

	// The last to lie down is the first to be sent.
	private final Deque<Worker> asleep = new ConcurrentLinkedDeque<>();

	// Whether a thread looks for calls or was sent to do so. Whoever unsets this sends
	// another if the line is not empty, so that a call that came meanwhile is not left.
	private final AtomicBoolean looking = new AtomicBoolean();

	private final AtomicInteger threads = new AtomicInteger();

	private final AtomicBoolean warned = new AtomicBoolean();

	private int users = 1;

	private volatile boolean closed;

	HandlerThreadPool(ThreadFactory factory, TimeSource time) {
		this.factory = factory;
		this.time = time;
	}

	/**
	 * The pool for the context class loader of the current thread. Whoever obtains it
	 * closes it.
	 * @param time source of time
	 * @return the pool
	 */
	public static HandlerThreadPool obtain(TimeSource time) {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		synchronized (SHARED) {
			HandlerThreadPool pool = SHARED.get(classLoader);
			if (pool != null) {
				pool.users++;
				return pool;
			}
			pool = new HandlerThreadPool(threads(classLoader), time);
			SHARED.put(classLoader, pool);
			return pool;
		}
	}

	private static ThreadFactory threads(@Nullable ClassLoader classLoader) {
		AtomicInteger number = new AtomicInteger();
		return (work) -> {
			Thread thread = new Thread(work, "rpc-call-" + number.incrementAndGet());
			thread.setDaemon(true);
			thread.setContextClassLoader(classLoader);
			return thread;
		};
	}

	@Override
	public void execute(Runnable task) {
		if (this.closed) {
			// A server that has stopped still tells calls that they are cancelled.
			task.run();
			return;
		}
		this.line.add(task);
		sendOne();
	}

	/**
	 * Lets threads end as soon as they have nothing to do, once every holder of the pool
	 * has closed it. Work that comes later runs on the thread that brings it.
	 */
	@Override
	public void close() {
		synchronized (SHARED) {
			if (--this.users > 0) {
				return;
			}
			SHARED.values().remove(this);
		}
		this.closed = true;
		this.asleep.forEach(Worker::wake);
	}

	private void sendOne() {
		if (!this.looking.get() && this.looking.compareAndSet(false, true)) {
			Worker worker = this.asleep.pollFirst();
			if (worker != null) {
				worker.sent = true;
				worker.wake();
			}
			else {
				startOne();
			}
		}
	}

	private void startOne() {
		this.threads.incrementAndGet();
		try {
			new Worker().thread.start();
		}
		catch (RuntimeException | OutOfMemoryError ex) {
			this.looking.set(false);
			if (this.threads.decrementAndGet() == 0) {
				throw ex;
			}
			if (this.warned.compareAndSet(false, true)) {
				logger.warn("No other thread could be started for a call; such calls wait for one of the "
						+ this.threads + " that there are. This is said once", ex);
			}
		}
	}

	private void stopLooking() {
		this.looking.set(false);
		if (!this.line.isEmpty()) {
			sendOne();
		}
	}

	/**
	 * A thread of the pool. It begins as the one that looks.
	 */
	private final class Worker implements Runnable {

		private final Thread thread = HandlerThreadPool.this.factory.newThread(this);

		private volatile boolean sent;

		void wake() {
			LockSupport.unpark(this.thread);
		}

		@Override
		public void run() {
			do {
				look();
			}
			while (isSent());
			HandlerThreadPool.this.threads.decrementAndGet();
		}

		/** Looks and works until another thread looks or there is nothing to do. */
		private void look() {
			do {
				Runnable task = find();
				if (task == null) {
					lieDown();
					stopLooking();
					return;
				}
				stopLooking();
				work(task);
			}
			while (HandlerThreadPool.this.looking.compareAndSet(false, true));
			lieDown();
		}

		private @Nullable Runnable find() {
			Runnable task = HandlerThreadPool.this.line.poll();
			for (int i = 0; task == null && i < LOOKS; i++) {
				Thread.yield();
				task = HandlerThreadPool.this.line.poll();
			}
			return task;
		}

		private void work(Runnable first) {
			for (Runnable task = first; task != null; task = HandlerThreadPool.this.line.poll()) {
				try {
					task.run();
				}
				catch (Throwable ex) {
					this.thread.getUncaughtExceptionHandler().uncaughtException(this.thread, ex);
				}
				// The next call is not to feel that this one was interrupted.
				Thread.interrupted();
			}
		}

		private void lieDown() {
			this.sent = false;
			HandlerThreadPool.this.asleep.addFirst(this);
		}

		private boolean isSent() {
			long end = HandlerThreadPool.this.time.nanoTime() + KEEP_ALIVE_NANOS;
			while (!this.sent) {
				long left = end - HandlerThreadPool.this.time.nanoTime();
				if (left > 0 && !HandlerThreadPool.this.closed) {
					LockSupport.parkNanos(this, left);
					// An interrupt that comes too late for its call would keep the thread
					// awake.
					Thread.interrupted();
				}
				else if (HandlerThreadPool.this.asleep.remove(this)) {
					return false;
				}
				else {
					// Is being sent at this moment.
					Thread.onSpinWait();
				}
			}
			return true;
		}

	}

}
