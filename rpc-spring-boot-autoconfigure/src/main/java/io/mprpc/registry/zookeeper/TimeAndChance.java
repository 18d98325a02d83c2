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

package io.mprpc.registry.zookeeper;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Where time and chance come from: from the wiring, so that tests can set them.
 *
 * @param random spreads what many processes would otherwise do at the same moment
 * @param nanoClock tells the time between events, like {@link System#nanoTime()}
 * @param clock tells the time of day
 * @since 0.1
 */
public record TimeAndChance(RandomGenerator random, LongSupplier nanoClock, InstantSource clock) {

	/**
	 * Checks that nothing is missing.
	 */
	public TimeAndChance {
		Objects.requireNonNull(random, "random");
		Objects.requireNonNull(nanoClock, "nanoClock");
		Objects.requireNonNull(clock, "clock");
	}

	/** A duration from zero to a limit, all equally likely. */
	Duration upTo(Duration limit) {
		return limit.isZero() ? limit : Duration.ofNanos(this.random.nextLong(limit.toNanos()));
	}

	long nanoTime() {
		return this.nanoClock.getAsLong();
	}

	Instant now() {
		return this.clock.instant();
	}

}
