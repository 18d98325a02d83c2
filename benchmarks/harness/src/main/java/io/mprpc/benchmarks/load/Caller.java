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
package io.mprpc.benchmarks.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.mprpc.benchmarks.EchoClient;

/**
 * Threads that call at a constant pace, and record when each instance answered first and
 * when a call failed. Times are microseconds since 1970, so that processes can compare
 * them.
 */
public final class Caller {

	private final EchoClient client;

	private final Map<String, Long> firstSeen = new ConcurrentHashMap<>();

	private final AtomicBoolean running = new AtomicBoolean();

	private final AtomicLong calls = new AtomicLong();

	private final AtomicLong failures = new AtomicLong();

	private final AtomicLong lastFailure = new AtomicLong();

	private final AtomicLong longest = new AtomicLong();

	/**
	 * Creates a caller that is not started yet.
	 * @param client client to call
	 */
	public Caller(EchoClient client) {
		this.client = client;
	}

	/**
	 * Starts to call.
	 * @param threads number of threads
	 * @param micros pause after each call
	 * @return nothing of interest
	 */
	public String start(int threads, int micros) {
		this.running.set(true);
		for (int i = 0; i < threads; i++) {
			Thread thread = new Thread(() -> callOn(micros), "watcher-" + i);
			thread.setDaemon(true);
			thread.start();
		}
		return "started=" + threads;
	}

	/**
	 * Stops to call.
	 * @return nothing of interest
	 */
	public String rest() {
		this.running.set(false);
		return "rested=true";
	}

	/**
	 * Time of the first response of an instance.
	 * @param instance its name
	 * @return the time, 0 if it has not yet
	 */
	public String firstSeen(String instance) {
		return "micros=" + this.firstSeen.getOrDefault(instance, 0L);
	}

	/**
	 * Forgets a removed instance: another may get its port, and so its name.
	 * @param instance its name
	 * @return nothing of interest
	 */
	public String forget(String instance) {
		this.firstSeen.remove(instance);
		return "forgotten=true";
	}

	/**
	 * Results of the calls since the last query.
	 * @return calls, failures, time of the last failure, longest call in microseconds
	 */
	public String outcome() {
		return "calls=" + this.calls.getAndSet(0) + " failures=" + this.failures.getAndSet(0) + " last="
				+ this.lastFailure.getAndSet(0) + " longest=" + this.longest.getAndSet(0);
	}

	/**
	 * The time, comparable between processes on one machine.
	 * @return microseconds since 1970
	 */
	public static long now() {
		return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
	}

	private void callOn(int micros) {
		while (this.running.get()) {
			long before = System.nanoTime();
			try {
				String instance = this.client.who();
				this.firstSeen.computeIfAbsent(instance, (name) -> now());
			}
			catch (Exception ex) {
				this.failures.incrementAndGet();
				this.lastFailure.set(now());
			}
			this.calls.incrementAndGet();
			long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before);
			this.longest.accumulateAndGet(took, Math::max);
			LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
		}
	}

}
