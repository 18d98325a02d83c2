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

package io.mprpc.registryserver.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows down the guessing of passwords: by an address, and of a user from wherever. An
 * address has a few tries, then waits between them, longer each time up to a minute. Once
 * a user is guessed at from many addresses, each of them waits after its first try. That
 * first try is always checked, so that others cannot lock a user out.
 */
class LoginThrottle {

	static final int FREE_TRIES = 5;

	static final int USER_UNDER_ATTACK = 20;

	static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

	static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

	private static final int LONGEST_KEY = 64;

	private static final int MAX_ADDRESSES = 10_000;

	private static final int MAX_USERS = 1_000;

	private final LongSupplier nanoTime;

	private final Map<String, Failures> addresses = new Recent(MAX_ADDRESSES);

	private final Map<String, Failures> users = new Recent(MAX_USERS);

	LoginThrottle(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Asks for a try, which counts as failed until {@link #succeeded} is called.
	 * @return zero if it may be made, else how long to wait
	 */
	synchronized Duration ask(String address, String user) {
		long now = this.nanoTime.getAsLong();
		Failures byAddress = current(this.addresses, address, now);
		Failures ofUser = current(this.users, user, now);
		int free = (ofUser.count >= USER_UNDER_ATTACK) ? 1 : FREE_TRIES;
		if (byAddress.count >= free) {
			Duration wait = wait(byAddress.count - free).minusNanos(now - byAddress.lastNanos);
			if (wait.compareTo(Duration.ZERO) > 0) {
				return wait;
			}
		}
		byAddress.add(now);
		ofUser.add(now);
		return Duration.ZERO;
	}

	/** Takes back that a try counts as failed. */
	synchronized void succeeded(String address, String user) {
		long now = this.nanoTime.getAsLong();
		current(this.addresses, address, now).remove();
		current(this.users, user, now).remove();
	}

	/** Failed tries of an address that are remembered. */
	synchronized int failures(String address) {
		return current(this.addresses, address, this.nanoTime.getAsLong()).count;
	}

	synchronized int remembered() {
		return this.addresses.size() + this.users.size();
	}

	private static Duration wait(int further) {
		Duration wait = Duration.ofSeconds(1L << Math.min(further, 10));
		return (wait.compareTo(LONGEST_WAIT) < 0) ? wait : LONGEST_WAIT;
	}

	private static Failures current(Map<String, Failures> all, String key, long now) {
		// What is remembered of endless names is bounded too.
		String bounded = (key.length() > LONGEST_KEY) ? key.substring(0, LONGEST_KEY) : key;
		Failures failures = all.computeIfAbsent(bounded, (absent) -> new Failures());
		if (now - failures.lastNanos > FORGOTTEN_AFTER.toNanos()) {
			failures.count = 0;
		}
		return failures;
	}

	private static final class Failures {

		private int count;

		private long lastNanos;

		void add(long now) {
			this.count++;
			this.lastNanos = now;
		}

		void remove() {
			this.count = Math.max(0, this.count - 1);
		}

	}

	@SuppressWarnings("serial")
	private static final class Recent extends LinkedHashMap<String, Failures> {

		private final int most;

		Recent(int most) {
			super(16, 0.75f, true);
			this.most = most;
		}

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
			return size() > this.most;
		}

	}

}
