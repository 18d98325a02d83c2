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
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of listeners, one after the other on one thread. Where a listener blocks that
 * thread, the calls that wait are made on a spare one until it returns: listeners must
 * not block, but one that does so all the same keeps no change from the others.
 */
final class ListenerExecutor implements Executor {

	static final Duration PATIENCE = Duration.ofMillis(100);

	/**
	 * Time for which a call blocks before it is reported. Shorter blocks are no mistake:
	 * a first connection loads classes.
	 */
	static final Duration REPORTED_AFTER = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(ListenerExecutor.class);

	private final Executor thread;

	private final Executor spare;

	private final LoopTasks timer;

	private final TimeSource time;

	private final Queue<Runnable> calls = new ArrayDeque<>();

	// The one that makes the calls; others are blocked in one.
	private @Nullable Caller current;

	private boolean threadTaken;

	private boolean spareTaken;

	private boolean watched;

	private boolean warned;

	/**
	 * Creates an executor.
	 * @param thread makes the calls
	 * @param spare makes them while the thread is blocked
	 * @param timer calls for a look at the thread
	 */
	ListenerExecutor(Executor thread, Executor spare, LoopTasks timer, TimeSource time) {
		this.thread = thread;
		this.spare = spare;
		this.timer = timer;
		this.time = time;
	}

	@Override
	public synchronized void execute(Runnable call) {
		this.calls.add(call);
		if (this.current == null) {
			begin();
		}
		else {
			watch();
		}
	}

	private void begin() {
		Caller caller = new Caller(this.threadTaken, this.time.nanoTime());
		take(caller, true);
		this.current = caller;
		try {
			(caller.onSpare ? this.spare : this.thread).execute(caller);
		}
		catch (RejectedExecutionException ex) {
			take(caller, false);
			this.current = null;
			this.calls.clear();
			throw ex;
		}
	}

	private void take(Caller caller, boolean taken) {
		if (caller.onSpare) {
			this.spareTaken = taken;
		}
		else {
			this.threadTaken = taken;
		}
	}

	private void watch() {
		if (!this.watched) {
			this.watched = this.timer.schedule(PATIENCE, this::look) != null;
		}
	}

	private synchronized void look() {
		this.watched = false;
		Caller caller = this.current;
		if (caller == null || this.calls.isEmpty()) {
			return;
		}
		boolean blocked = this.time.nanoTime() - caller.since >= PATIENCE.toNanos();
		if (blocked && !(this.threadTaken && this.spareTaken)) {
			long since = caller.since;
			this.timer.schedule(REPORTED_AFTER.minus(PATIENCE), () -> warn(caller, since));
			begin();
		}
		else {
			watch();
		}
	}

	private synchronized void warn(Caller caller, long since) {
		Thread blocked = caller.runningOn;
		boolean same = caller.since == since && (caller.onSpare ? this.spareTaken : this.threadTaken);
		if (blocked != null && same && !this.warned) {
			this.warned = true;
			Exception where = new Exception("The listener stands here");
			where.setStackTrace(blocked.getStackTrace());
			logger.warn("A listener to the registry blocks its thread, so the others are called on another one: "
					+ "listeners must hand over and return. Further cases are not logged", where);
		}
	}

	private synchronized @Nullable Runnable next(Caller caller) {
		Runnable call = (this.current == caller) ? this.calls.poll() : null;
		caller.since = this.time.nanoTime();
		if (call == null) {
			take(caller, false);
			this.current = (this.current == caller) ? null : this.current;
		}
		return call;
	}

	/** Makes calls until none is left or another caller has taken over. */
	private final class Caller implements Runnable {

		private final boolean onSpare;

		private long since;

		private volatile @Nullable Thread runningOn;

		Caller(boolean onSpare, long since) {
			this.onSpare = onSpare;
			this.since = since;
		}

		@Override
		public void run() {
			this.runningOn = Thread.currentThread();
			for (Runnable call = next(this); call != null; call = next(this)) {
				try {
					call.run();
				}
				catch (RuntimeException | Error ex) {
					logger.error("Calling listeners to the registry failed", ex);
				}
			}
		}

	}

}
