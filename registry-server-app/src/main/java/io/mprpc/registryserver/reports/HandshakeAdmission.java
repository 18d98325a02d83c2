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

package io.mprpc.registryserver.reports;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds of streams that are not accepted yet: how many there are, and how often an
 * address may fail; and the processes that are refused for a time. Safe for use by
 * several threads.
 */
final class HandshakeAdmission {

	private static final int MAX_REMEMBERED = 10_000;

	private static final double FAILURE_BURST = 50;

	private static final double FAILURES_PER_SECOND = 5;

	private static final double STREAM_BURST = 30;

	private static final double STREAMS_PER_SECOND = 0.5;

	private final StreamLimits limits;

	private final Map<String, Integer> byAddress = new HashMap<>();

	private final Map<String, DecayingCount> failures = bounded();

	private final Map<String, DecayingCount> opened = bounded();

	private final Map<String, Long> bannedUntil = bounded();

	private int all;

	HandshakeAdmission(StreamLimits limits) {
		this.limits = limits;
	}

	/**
	 * A stream begins.
	 * @param address the group of its address
	 * @param nowNanos current time
	 * @return the reason for which it is refused, empty if it may begin; then it has to
	 * {@link #leave(String) leave}
	 */
	synchronized String enter(String address, long nowNanos) {
		if (this.all >= this.limits.handshakes()) {
			return "This server is busy with other streams";
		}
		int ofAddress = this.byAddress.getOrDefault(address, 0);
		if (ofAddress >= this.limits.handshakesPerAddress()) {
			return "This server is busy with other streams of your address";
		}
		DecayingCount failed = this.failures.get(address);
		if (failed != null && failed.count(nowNanos) >= FAILURE_BURST) {
			return "Too many streams of your address were refused; try again later";
		}
		this.all++;
		this.byAddress.put(address, ofAddress + 1);
		return "";
	}

	/** A stream is accepted, or has ended before. */
	synchronized void leave(String address) {
		this.all--;
		this.byAddress.computeIfPresent(address, (key, count) -> (count > 1) ? count - 1 : null);
	}

	synchronized void failed(String address, long nowNanos) {
		this.failures.computeIfAbsent(address, (key) -> new DecayingCount(FAILURES_PER_SECOND, nowNanos)).add(nowNanos);
	}

	/** Whether a process does not open streams too often. */
	synchronized boolean mayOpen(String publicKey, long nowNanos) {
		return this.opened.computeIfAbsent(publicKey, (key) -> new DecayingCount(STREAMS_PER_SECOND, nowNanos))
			.add(nowNanos) <= STREAM_BURST;
	}

	synchronized void ban(String publicKey, long nowNanos) {
		this.bannedUntil.put(publicKey, nowNanos + this.limits.banTime().toNanos());
	}

	/** Time for which a process has to wait, zero if it need not. */
	synchronized Duration bannedFor(String publicKey, long nowNanos) {
		Long until = this.bannedUntil.get(publicKey);
		if (until == null) {
			return Duration.ZERO;
		}
		if (until - nowNanos <= 0) {
			this.bannedUntil.remove(publicKey);
			return Duration.ZERO;
		}
		return Duration.ofNanos(until - nowNanos);
	}

	synchronized int count() {
		return this.all;
	}

	private static <V> Map<String, V> bounded() {
		return new LinkedHashMap<>(16, 0.75f, true) {
			@Override
			protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
				return size() > MAX_REMEMBERED;
			}
		};
	}

	/** Count that decreases at a fixed rate. */
	private static final class DecayingCount {

		private final double perSecond;

		private double count;

		private long lastNanos;

		DecayingCount(double perSecond, long nowNanos) {
			this.perSecond = perSecond;
			this.lastNanos = nowNanos;
		}

		double count(long nowNanos) {
			double seconds = Math.max(0, nowNanos - this.lastNanos) / 1e9;
			this.lastNanos = nowNanos;
			this.count = Math.max(0, this.count - seconds * this.perSecond);
			return this.count;
		}

		double add(long nowNanos) {
			this.count = count(nowNanos) + 1;
			return this.count;
		}

	}

}
