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

package io.mprpc.autoconfigure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Threads that call all the time, each in its own way, and one that sees whether a call
 * hangs: then it writes down what every thread was doing.
 */
final class WatchedCallers implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final long mostNanos;

	private final Map<String, Caller> callers = new ConcurrentHashMap<>();

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final CountDownLatch over = new CountDownLatch(1);

	/**
	 * Creates callers of nothing yet.
	 * @param most how long a call may take, its deadline and some time beyond it
	 */
	WatchedCallers(Duration most) {
		this.mostNanos = most.toNanos();
		background("watch", this::watch);
	}

	/**
	 * Begins to call.
	 * @param kind what to call it
	 * @param call the call
	 */
	void call(String kind, Callable<?> call) {
		Caller caller = new Caller(kind);
		this.callers.put(kind, caller);
		background(kind, () -> caller.once(call));
	}

	/**
	 * Does something again and again.
	 * @param name name of the thread
	 * @param task what to do
	 */
	void background(String name, Runnable task) {
		Thread thread = new Thread(() -> {
			while (this.over.getCount() > 0) {
				task.run();
			}
		}, name);
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
	}

	/**
	 * Waits until every caller has had some answers more, or one hangs.
	 */
	void awaitAnswers() {
		Map<Caller, Long> before = this.callers.values()
			.stream()
			.collect(Collectors.toMap((caller) -> caller, (caller) -> caller.answers.get()));
		await().atMost(LIMIT)
			.until(() -> !this.failures.isEmpty() || before.entrySet()
				.stream()
				.allMatch((entry) -> entry.getKey().answers.get() > entry.getValue() + 5));
		assertUnharmed();
	}

	void assertUnharmed() {
		assertThat(this.failures).isEmpty();
	}

	private void watch() {
		pause(Duration.ofMillis(100));
		long now = System.nanoTime();
		this.callers.values().forEach((caller) -> {
			long since = caller.since;
			if (since != 0 && now - since > this.mostNanos && !caller.reported) {
				caller.reported = true;
				System.out.println(threads());
				this.failures.add(caller.kind + " hangs for " + TimeUnit.NANOSECONDS.toMillis(now - since) + " ms");
			}
		});
	}

	/**
	 * Waits for a time, or until this is closed.
	 */
	void pause(Duration time) {
		try {
			this.over.await(time.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String threads() {
		StringBuilder text = new StringBuilder("A call hangs\n");
		for (ThreadInfo thread : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
			text.append('"').append(thread.getThreadName()).append("\" ").append(thread.getThreadState());
			text.append(" waits for ").append(thread.getLockInfo()).append(" of ").append(thread.getLockOwnerName());
			for (StackTraceElement frame : thread.getStackTrace()) {
				text.append("\n\tat ").append(frame);
			}
			text.append('\n');
		}
		return text.toString();
	}

	@Override
	public void close() throws InterruptedException {
		this.over.countDown();
		for (Thread thread : this.threads) {
			thread.join(LIMIT.toMillis());
		}
	}

	private final class Caller {

		private final String kind;

		private final AtomicLong answers = new AtomicLong();

		private volatile long since;

		private volatile boolean reported;

		Caller(String kind) {
			this.kind = kind;
		}

		void once(Callable<?> call) {
			this.since = System.nanoTime();
			try {
				call.call();
				this.answers.incrementAndGet();
			}
			catch (Exception ex) {
				WatchedCallers.this.failures.add(this.kind + " failed: " + ex);
			}
			this.since = 0;
		}

	}

}
