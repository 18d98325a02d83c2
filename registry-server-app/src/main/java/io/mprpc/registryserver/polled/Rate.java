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

import org.jspecify.annotations.Nullable;

/**
 * Rate, errors and durations of calls.
 *
 * @param callsPerSecond completed calls per second
 * @param errorRate share of the calls that failed, from 0 to 1
 * @param p50Millis duration in milliseconds that half of the calls did not exceed,
 * {@code null} if there were none without streams
 * @param p99Millis duration that 99 of 100 did not exceed
 */
public record Rate(double callsPerSecond, double errorRate, @Nullable Double p50Millis, @Nullable Double p99Millis) {

	/** No calls. */
	public static final Rate NONE = new Rate(0, 0, null, null);

	static Rate of(double callsPerSecond, Counts counts) {
		return new Rate(callsPerSecond, (counts.calls() > 0) ? (double) counts.errors() / counts.calls() : 0,
				counts.percentile(0.5), counts.percentile(0.99));
	}

}
