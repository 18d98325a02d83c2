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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifier of listeners: immediately of the first change, and at most once a second while
 * more follow; an urgent change waits for a quarter of a second at most. Listeners are
 * called on the thread of the timer.
 */
final class ChangeNotifier {

	private static final Logger logger = LoggerFactory.getLogger(ChangeNotifier.class);

	private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

	private static final long URGENT_INTERVAL = Duration.ofMillis(250).toNanos();

	private final ScheduledExecutorService timer;

	private final TimeSource time;

	private final Runnable before;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	private long lastAt;

	private boolean due;

	private long dueAt;

	/**
	 * Creates a notifier.
	 * @param timer timer, and thread of the listeners
	 * @param time source of time
	 * @param before called before the listeners
	 */
	ChangeNotifier(ScheduledExecutorService timer, TimeSource time, Runnable before) {
		this.timer = timer;
		this.time = time;
		this.before = before;
		this.lastAt = time.nanoTime() - INTERVAL;
	}

	Subscription listen(Runnable listener) {
		Runnable entry = listener::run;
		this.listeners.add(entry);
		return () -> this.listeners.remove(entry);
	}

	/** Something has changed. */
	void changed(boolean urgent) {
		if (this.listeners.isEmpty()) {
			return;
		}
		long now = this.time.nanoTime();
		long at;
		synchronized (this) {
			long sinceLast = now - this.lastAt;
			at = now + Math.max(0, (urgent ? URGENT_INTERVAL : INTERVAL) - sinceLast);
			if (this.due && this.dueAt - at <= 0) {
				return;
			}
			this.due = true;
			this.dueAt = at;
		}
		try {
			this.timer.schedule(() -> fireIfDue(at), at - now, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// Stopped.
		}
	}

	private void fireIfDue(long at) {
		synchronized (this) {
			if (!this.due || this.dueAt != at) {
				// An urgent change came first.
				return;
			}
			this.due = false;
			this.lastAt = this.time.nanoTime();
		}
		this.before.run();
		for (Runnable listener : this.listeners) {
			try {
				listener.run();
			}
			catch (RuntimeException ex) {
				logger.error("A listener to call statistics failed", ex);
			}
		}
	}

}
