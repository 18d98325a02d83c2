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
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time and chance, so that tests can set them.
 *
 * @param random where chance comes from
 * @param nanoClock where the time between events comes from
 * @param clock where the time of day comes from
 * @param reregistration time over which processes spread their registration after all of
 * them lost their sessions
 */
record Chance(RandomGenerator random, LongSupplier nanoClock, InstantSource clock, Duration reregistration) {

	static Chance real() {
		return new Chance(RandomGenerator.getDefault(), System::nanoTime, InstantSource.system(),
				Duration.ofMillis(500));
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
