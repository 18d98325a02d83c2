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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Counters of the registry's client.
 */
public final class RegistryMeters {

	public final LongAdder sessions = new LongAdder();

	public final LongAdder disconnections = new LongAdder();

	public final LongAdder events = new LongAdder();

	public final LongAdder registrations = new LongAdder();

	public final LongAdder repairs = new LongAdder();

	public final LongAdder unreadable = new LongAdder();

	/** Listeners for the time between each change's commit and its application. */
	public final List<Consumer<Duration>> appliedListeners = new CopyOnWriteArrayList<>();

	/**
	 * Counts a change that its followers have received.
	 * @param committedAt ZooKeeper's time of the transaction, in milliseconds
	 * @param now this process's time
	 */
	public void applied(long committedAt, Instant now) {
		// Clocks differ: what seems to come from the future has just happened.
		Duration took = Duration.ofMillis(Math.max(0, now.toEpochMilli() - committedAt));
		this.appliedListeners.forEach((listener) -> Listeners.call(listener, took));
	}

}
