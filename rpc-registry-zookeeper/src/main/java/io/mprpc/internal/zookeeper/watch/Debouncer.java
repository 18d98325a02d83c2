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

package io.mprpc.internal.zookeeper.watch;

import java.time.Duration;
import java.util.function.BiConsumer;

import io.mprpc.internal.time.TimeSource;

/**
 * Debouncer of a follower's updates: it runs immediately for the first change worth
 * showing, so that no consumer waits for it, and once per window for those that follow
 * closely. For use on one thread.
 */
public final class Debouncer {

	private static final long NEVER = Long.MAX_VALUE;

	private final long window;

	private final TimeSource time;

	private final BiConsumer<Duration, Runnable> timer;

	private final Runnable look;

	// All times are nanoseconds since then.
	private final long origin;

	private long dueAt = NEVER;

	private long opensAt;

	/**
	 * Creates a window that is open.
	 * @param window how long to gather changes after one was shown
	 * @param time source of time
	 * @param timer runs a task on the same thread after a while, and with no while after
	 * the tasks that wait for the thread already
	 * @param look looks at what has changed
	 */
	public Debouncer(Duration window, TimeSource time, BiConsumer<Duration, Runnable> timer, Runnable look) {
		this.window = window.toNanos();
		this.time = time;
		this.timer = timer;
		this.look = look;
		this.origin = time.nanoTime();
	}

	/** There is a change to show. */
	public void change() {
		long now = now();
		lookAt(Math.max(now, this.opensAt), now);
	}

	/** There will be something to look at when a window has passed. */
	public void later() {
		long now = now();
		lookAt(now + this.window, now);
	}

	/** A change was shown: those that follow are gathered for a window. */
	public void shown() {
		this.opensAt = now() + this.window;
	}

	private void lookAt(long time, long now) {
		if (time < this.dueAt) {
			this.dueAt = time;
			this.timer.accept(Duration.ofNanos(time - now), () -> lookIfDue(time));
		}
	}

	// A look that was brought forward comes only once.
	private void lookIfDue(long time) {
		if (this.dueAt == time) {
			this.dueAt = NEVER;
			this.look.run();
		}
	}

	private long now() {
		return this.time.nanoTime() - this.origin;
	}

}
