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
 * Measured and expected share of the calls of an instance during warm-up: its weight
 * grows linearly from a tenth, next to instances that have warmed up.
 */
final class WarmingShare {

	private static final double FIRST_WEIGHT = 0.1;

	private static final int PARTS = 6;

	// Tolerance for the variation of some hundred calls per part.
	private static final double TOLERANCE = 0.06;

	private final ChaosEnvironment environment;

	private final int port;

	private final long warmUpMillis;

	private final List<Part> parts = new ArrayList<>();

	private long initialTimeoutMillis;

	WarmingShare(ChaosEnvironment environment, int port, int warmUpSeconds) {
		this.environment = environment;
		this.port = port;
		this.warmUpMillis = 1000L * warmUpSeconds;
	}

	/**
	 * Measures until the instance has been warm for a while.
	 */
	void watch() {
		Registered.await(this.environment.connectString(), this.environment.ports());
		this.environment.awaitServed(List.of(this.port));
		this.initialTimeoutMillis = Math.max(0,
				this.environment.peek().firstServed(this.port) - this.environment.provider(this.port).answeredAt());
		long start = Registered.startTime(this.environment.connectString(), this.port);
		int others = this.environment.ports().size() - 1;
		long step = Math.max(1000, this.warmUpMillis / PARTS);
		boolean warm = false;
		while (!warm) {
			long from = System.currentTimeMillis();
			warm = from - start >= this.warmUpMillis;
			MeasuredInterval before = this.environment.peek();
			this.environment.letRun(step);
			MeasuredInterval after = this.environment.peek();
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
	 * One part of the measured time.
	 *
	 * @param age age of the instance at the start of the part
	 * @param measured actual share of the calls
	 * @param expected expected share of the calls
	 */
	private record Part(long age, double measured, double expected) {

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "from %.0f s on %.1f %% (%.1f %%)", this.age / 1000.0,
					100 * this.measured, 100 * this.expected);
		}

	}

}
