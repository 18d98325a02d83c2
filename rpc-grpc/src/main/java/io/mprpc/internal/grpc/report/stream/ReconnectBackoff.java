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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Times between attempts to reach a server: twice as long after each failure, and
 * different in each process.
 */
final class ReconnectBackoff {

	private static final double JITTER = 0.2;

	private final Duration first;

	private final Duration last;

	private final RandomGenerator random;

	private Duration next;

	ReconnectBackoff(Duration first, Duration last, RandomGenerator random) {
		this.first = first;
		this.last = last;
		this.random = random;
		this.next = first;
	}

	/**
	 * Time until the next attempt.
	 * @return the time, which doubles with each call up to the longest
	 */
	Duration next() {
		Duration current = this.next;
		Duration twice = current.multipliedBy(2);
		this.next = (twice.compareTo(this.last) < 0) ? twice : this.last;
		return jitter(current);
	}

	/** Begins again with the first time. */
	void reset() {
		this.next = this.first;
	}

	/**
	 * Time that is up to a fifth shorter or longer.
	 * @param time the time
	 * @return the time to wait
	 */
	Duration jitter(Duration time) {
		return Duration.ofNanos((long) (time.toNanos() * (1 + JITTER * (2 * this.random.nextDouble() - 1))));
	}

}
