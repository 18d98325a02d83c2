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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Subscription;

/**
 * Interval of reports: a second while somebody looks and ten seconds longer, 15 seconds
 * else.
 */
final class ReportSchedule {

	/** Interval while a page with figures is open. */
	static final Duration WATCHED = Duration.ofSeconds(1);

	/** Interval while no page with figures is open. */
	static final Duration UNWATCHED = Duration.ofSeconds(15);

	// From one page to the next the interval does not change.
	private static final Duration LINGER = Duration.ofSeconds(10);

	private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(5);

	private static final double INTERVALS_OF_SILENCE = 2.5;

	// Called under the monitor, so that the last call is the last interval.
	private final Consumer<Duration> target;

	private final ScheduledExecutorService timer;

	private final TimeSource time;

	private int watchers;

	// Rises with every watcher, so that an old task does not end a new one's interval.
	private long generation;

	private volatile Settings settings;

	ReportSchedule(Consumer<Duration> target, ScheduledExecutorService timer, TimeSource time) {
		this.target = target;
		this.timer = timer;
		this.time = time;
		this.settings = new Settings(UNWATCHED, time.nanoTime());
	}

	/** A page with figures is opened. */
	synchronized Subscription watch() {
		this.watchers++;
		this.generation++;
		set(WATCHED);
		AtomicBoolean closed = new AtomicBoolean();
		return () -> {
			if (closed.compareAndSet(false, true)) {
				unwatch();
			}
		};
	}

	Duration interval() {
		return this.settings.interval();
	}

	/**
	 * Whether a process that was last heard of at a time has missed its reports. A
	 * process is given the time to learn of a shorter interval.
	 */
	boolean isSilent(long heardNanos, long nowNanos) {
		Settings current = this.settings;
		long since = Math.max(0, Math.min(nowNanos - heardNanos, nowNanos - current.since()));
		return since > Math.max(SHORTEST_SILENCE.toNanos(),
				(long) (current.interval().toNanos() * INTERVALS_OF_SILENCE));
	}

	private synchronized void unwatch() {
		this.watchers--;
		long ended = this.generation;
		try {
			this.timer.schedule(() -> endIfUnwatched(ended), LINGER.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Stopped.
		}
	}

	private synchronized void endIfUnwatched(long ended) {
		if (this.watchers == 0 && this.generation == ended) {
			set(UNWATCHED);
		}
	}

	private void set(Duration interval) {
		if (!interval.equals(this.settings.interval())) {
			this.settings = new Settings(interval, this.time.nanoTime());
			this.target.accept(interval);
		}
	}

	private record Settings(Duration interval, long since) {

	}

}
