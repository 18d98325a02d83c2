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

package io.mprpc.internal.grpc.balancer.admission;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Delays between attempts to connect to one instance: 1 s at first, 1.6 times longer each
 * time, at most 5 s, with 20 % of chance. gRPC's own goes up to two minutes, too long for
 * an instance that the registry lists and that may be back any moment.
 */
public final class ConnectBackoff {

	/** Wait after the first failure, without chance. */
	public static final long FIRST = TimeUnit.SECONDS.toNanos(1);

	/** Longest wait, without chance. */
	static final long LONGEST = TimeUnit.SECONDS.toNanos(5);

	private static final double GROWTH = 1.6;

	private static final double JITTER = 0.2;

	private static final int STEPS = 1_000;

	private final RandomGenerator random;

	private long next = FIRST;

	public ConnectBackoff(RandomGenerator random) {
		this.random = random;
	}

	/**
	 * The wait after one more failure.
	 * @return the wait in nanoseconds
	 */
	public long nextNanos() {
		double factor = 1 + JITTER * (2.0 * this.random.nextInt(STEPS + 1) / STEPS - 1);
		long wait = Math.round(this.next * factor);
		this.next = Math.min(LONGEST, Math.round(this.next * GROWTH));
		return wait;
	}

	/**
	 * Begins anew after a success.
	 */
	public void reset() {
		this.next = FIRST;
	}

}
