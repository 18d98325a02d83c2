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

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mprpc.internal.time.TimeSource;

/**
 * Watch over calls that cannot be sent: reports when they begin, while they go on and
 * when they end. A caller pays one reading of the clock and one write.
 */
final class UnsentWatch implements Runnable {

	/** Steps with a report each; later every so many steps. */
	private static final int STEPS = 5;

	private final ScheduledExecutorService loop;

	private final long stepNanos;

	private final TimeSource time;

	private final Runnable report;

	private final AtomicBoolean goingOn = new AtomicBoolean();

	private volatile long last;

	private int steps;

	/**
	 * Creates a watch.
	 * @param loop runs the reports
	 * @param stepNanos time without such calls after which they have ended, in
	 * nanoseconds
	 * @param time source of time
	 * @param report sends a report soon
	 */
	UnsentWatch(ScheduledExecutorService loop, long stepNanos, TimeSource time, Runnable report) {
		this.loop = loop;
		this.stepNanos = stepNanos;
		this.time = time;
		this.report = report;
	}

	/** A call could not be sent. */
	@Override
	public void run() {
		this.last = this.time.nanoTime();
		if (!this.goingOn.get() && this.goingOn.compareAndSet(false, true)) {
			this.loop.execute(this::begin);
		}
	}

	private void begin() {
		this.steps = 0;
		this.report.run();
		scheduleStep();
	}

	private void step() {
		long seen = this.last;
		boolean ended = this.time.nanoTime() - seen >= this.stepNanos;
		this.steps++;
		// An outage that lasts is no reason to report more often than it can be noticed.
		if (ended || this.steps <= STEPS || this.steps % STEPS == 0) {
			this.report.run();
		}
		if (!ended) {
			scheduleStep();
			return;
		}
		this.goingOn.set(false);
		// A caller that came between believed that it was going on.
		if (this.last != seen && this.goingOn.compareAndSet(false, true)) {
			begin();
		}
	}

	private void scheduleStep() {
		this.loop.schedule(this::step, this.stepNanos, TimeUnit.NANOSECONDS);
	}

}
