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

import io.mprpc.internal.time.TimeSource;

/**
 * Protection against password guessing, by address and by user. An address has a few free
 * attempts, then increasing delays of up to a minute. Once the password of a user is
 * guessed from many addresses, each of them is delayed after its first attempt. That
 * first attempt is always allowed, so that others cannot lock a user out.
 */
class LoginThrottle {

	static final int FREE_TRIES = 5;

	static final int USER_UNDER_ATTACK = 20;

	static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

	static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

	private static final int LONGEST_KEY = 64;

	private static final int MAX_ADDRESSES = 10_000;

	private static final int MAX_USERS = 1_000;

	private final TimeSource time;

	private final Map<String, Failures> addresses = new Recent(MAX_ADDRESSES);

	private final Map<String, Failures> users = new Recent(MAX_USERS);

	LoginThrottle(TimeSource time) {
		this.time = time;
	}

	/**
	 * Time to wait before an attempt.
	 * @return the time, zero if the attempt is allowed
	 */
	synchronized Duration remaining(String address, String user) {
		long now = this.time.nanoTime();
		Failures byAddress = current(this.addresses, address, now);
		int free = (current(this.users, user, now).tries() >= USER_UNDER_ATTACK) ? 1 : FREE_TRIES;
		if (byAddress.tries() < free) {
			return Duration.ZERO;
		}
		Duration left = wait(byAddress.tries() - free).minusNanos(now - byAddress.lastNanos);
		return left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * Starts an attempt, which {@link #ended} ends. Until then it counts as failed.
	 * @return the time to wait, zero if the attempt is allowed
	 */
	synchronized Duration begin(String address, String user) {
		Duration remaining = remaining(address, user);
		if (remaining.isZero()) {
			long now = this.time.nanoTime();
			current(this.addresses, address, now).begin(now);
			current(this.users, user, now).begin(now);
		}
		return remaining;
	}

	/** Ends an attempt. */
	synchronized void ended(String address, String user, boolean failed) {
		long now = this.time.nanoTime();
		current(this.addresses, address, now).end(failed);
		current(this.users, user, now).end(failed);
	}

	/** Recent failed attempts of an address. */
	synchronized int failures(String address) {
		return current(this.addresses, address, this.time.nanoTime()).count;
	}

	synchronized int remembered() {
		return this.addresses.size() + this.users.size();
	}

	private static Duration wait(int further) {
		Duration wait = Duration.ofSeconds(1L << Math.min(further, 10));
		return (wait.compareTo(LONGEST_WAIT) < 0) ? wait : LONGEST_WAIT;
	}

	private static Failures current(Map<String, Failures> all, String key, long now) {
		// The memory for names of users is bounded too.
		String bounded = (key.length() > LONGEST_KEY) ? key.substring(0, LONGEST_KEY) : key;
		Failures failures = all.computeIfAbsent(bounded, (absent) -> new Failures());
		if (now - failures.lastNanos > FORGOTTEN_AFTER.toNanos()) {
			failures.count = 0;
		}
		return failures;
	}

	private static final class Failures {

		private int count;

		private int begun;

		private long lastNanos;

		int tries() {
			return this.count + this.begun;
		}

		void begin(long now) {
			this.begun++;
			this.lastNanos = now;
		}

		void end(boolean failed) {
			this.begun = Math.max(0, this.begun - 1);
			this.count += failed ? 1 : 0;
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
