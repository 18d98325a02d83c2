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

package io.mprpc.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which share of the calls an instance gets while it warms up, and which it should get:
 * its weight grows evenly from a tenth, beside others that are warm.
 */
final class WarmingShare {

	private static final double FIRST_WEIGHT = 0.1;

	private static final int PARTS = 6;

	// Some hundred calls of one part scatter by less, whatever the machine does.
	private static final double TOLERANCE = 0.06;

	private final ChaosEnvironment lab;

	private final int port;

	private final long warmUpMillis;

	private final List<Part> parts = new ArrayList<>();

	private long initialTimeoutMillis;

	WarmingShare(ChaosEnvironment lab, int port, int warmUpSeconds) {
		this.lab = lab;
		this.port = port;
		this.warmUpMillis = 1000L * warmUpSeconds;
	}

	/**
	 * Watches until the instance has been warm for a while.
	 */
	void watch() {
		Registered.await(this.lab.connectString(), this.lab.ports());
		this.lab.awaitServed(List.of(this.port));
		this.initialTimeoutMillis = Math.max(0,
				this.lab.peek().firstServed(this.port) - this.lab.provider(this.port).answeredAt());
		long start = Registered.startTime(this.lab.connectString(), this.port);
		int others = this.lab.ports().size() - 1;
		long step = Math.max(1000, this.warmUpMillis / PARTS);
		boolean warm = false;
		while (!warm) {
			long from = System.currentTimeMillis();
			warm = from - start >= this.warmUpMillis;
			MeasuredInterval before = this.lab.peek();
			this.lab.letRun(step);
			MeasuredInterval after = this.lab.peek();
			double measured = (double) (after.servedBy(this.port) - before.servedBy(this.port))
					/ Math.max(1, after.answered() - before.answered());
			double weight = (weight(from - start) + weight(System.currentTimeMillis() - start)) / 2;
			this.parts.add(new Part(from - start, measured, weight / (weight + others)));
		}
	}

	private double weight(long age) {
		return FIRST_WEIGHT + (1 - FIRST_WEIGHT) * Math.min(age, this.warmUpMillis) / this.warmUpMillis;
	}

	boolean isAsExpected() {
		return !this.parts.isEmpty()
				&& this.parts.stream().allMatch((part) -> Math.abs(part.measured() - part.expected()) <= TOLERANCE);
	}

	String describe() {
		return "first answer " + this.initialTimeoutMillis + " ms after it was ready, share of the calls (expected): "
				+ this.parts.stream().map(Part::toString).collect(Collectors.joining(", "));
	}

	/**
	 * One part of the time.
	 *
	 * @param age age of the instance at its beginning
	 * @param measured share of the calls that it got
	 * @param expected share that it should get
	 */
	private record Part(long age, double measured, double expected) {

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "from %.0f s on %.1f %% (%.1f %%)", this.age / 1000.0,
					100 * this.measured, 100 * this.expected);
		}

	}

}
