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

package io.mprpc.registryserver.polled;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Call statistics of one slot of the last hour.
 *
 * @param at start of the slot
 * @param callsPerSecond completed calls per second, {@code null} if nothing was measured
 * @param errorRate share of the calls that failed, from 0 to 1
 * @param p50Millis duration in milliseconds that half of the calls did not exceed
 * @param p99Millis duration that 99 of 100 did not exceed
 */
public record TimeBucket(Instant at, @Nullable Double callsPerSecond, @Nullable Double errorRate,
		@Nullable Double p50Millis, @Nullable Double p99Millis) {

	static TimeBucket of(Instant at, float calls, float errors, float p50, float p99) {
		Double errorRate = Float.isNaN(calls) ? null : Double.valueOf((calls > 0) ? errors / calls : 0);
		return new TimeBucket(at, number(calls / Series.SLOT.toSeconds()), errorRate, number(p50), number(p99));
	}

	private static @Nullable Double number(float value) {
		return Float.isNaN(value) ? null : Double.valueOf(value);
	}

}
