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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RegistryConnection.State;
import org.jspecify.annotations.Nullable;

/**
 * Inspector of the servers while there is no connection to any: after a second, then at
 * growing intervals. ZooKeeper's client does not tell its user why it cannot connect.
 * <p>
 * For use on one thread.
 */
final class OutageInspector implements AutoCloseable {

	private static final Duration FIRST_INTERVAL = Duration.ofSeconds(5);

	private static final Duration LAST_INTERVAL = Duration.ofMinutes(1);

	private static final String NO_SESSION = "ZooKeeper answers there but grants no session: it may have no quorum, "
			+ "or its disk may be full or stuck, which its log tells";

	private final Supplier<@Nullable String> inspection;

	private final TimeSource time;

	private final Jitter jitter;

	private final Consumer<String> onCause;

	private final Executor executor;

	private final AtomicBoolean running = new AtomicBoolean();

	private volatile boolean closed;

	private boolean away = true;

	private boolean inspected;

	private Duration interval = FIRST_INTERVAL;

	private long next;

	/**
	 * Creates an inspector.
	 * @param inspection inspection of the servers at ZooKeeper's addresses, {@code null}
	 * if it is ZooKeeper
	 * @param onCause called with the cause, by the executor
	 * @param executor runs inspections: name servers may take their time
	 */
	OutageInspector(Supplier<@Nullable String> inspection, TimeSource time, Jitter jitter, Consumer<String> onCause,
			Executor executor) {
		this.inspection = inspection;
		this.time = time;
		this.jitter = jitter;
		this.onCause = onCause;
		this.executor = executor;
		this.next = time.nanoTime();
	}

	/** To be called about every second with the state of the connection. */
	void check(State state) {
		long now = this.time.nanoTime();
		if (state != State.CONNECTING && state != State.SUSPENDED && state != State.LOST) {
			this.away = false;
		}
		else if (!this.away) {
			// Not immediately: most connections that are lost are back within the second.
			this.away = true;
			this.inspected = false;
			this.interval = FIRST_INTERVAL;
			this.next = now;
		}
		else if (now - this.next >= 0 && this.running.compareAndSet(false, true)) {
			this.next = now + this.interval.plus(this.jitter.upTo(FIRST_INTERVAL)).toNanos();
			Duration longer = this.interval.multipliedBy(2);
			this.interval = (longer.compareTo(LAST_INTERVAL) < 0) ? longer : LAST_INTERVAL;
			inspect(this.inspected);
			this.inspected = true;
		}
	}

	/** Whether no inspection is under way. */
	boolean isIdle() {
		return !this.running.get();
	}

	private void inspect(boolean again) {
		try {
			this.executor.execute(() -> {
				try {
					String cause = this.closed ? null : this.inspection.get();
					if (cause != null) {
						this.onCause.accept(cause);
					}
					else if (again) {
						// The first time the session is most likely about to be taken up.
						this.onCause.accept(NO_SESSION);
					}
				}
				finally {
					this.running.set(false);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// Closed meanwhile.
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
