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

package io.mprpc.registryserver.traffic.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Rates and durations of calls over the last interval of reports.
 *
 * @param callsPerSecond calls that ended, with those that failed or were not sent
 * @param failedPerSecond calls that ended with another status than OK or CANCELLED
 * @param failures failed calls per second by the name of their gRPC status
 * @param unsentPerSecond calls that were not sent to any instance
 * @param unsent the same by reason, without reasons that did not occur
 * @param inFlight calls that have begun and not ended
 * @param p50Millis duration in milliseconds that half of the calls did not exceed,
 * {@code null} if there were none without streams
 * @param p99Millis duration that 99 of 100 did not exceed
 */
public record CallRates(double callsPerSecond, double failedPerSecond, Map<String, Double> failures,
		double unsentPerSecond, Map<UnsentReason, Double> unsent, long inFlight, @Nullable Double p50Millis,
		@Nullable Double p99Millis) {

	/** No calls. */
	public static final CallRates NONE = new CallRates(0, 0, Map.of(), 0, Map.of(), 0, null, null);

	/**
	 * Copies the maps.
	 */
	public CallRates {
		failures = Collections.unmodifiableMap(new TreeMap<>(failures));
		unsent = unsent.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(unsent));
	}

	/**
	 * Share of the calls that failed, with those that were not sent.
	 * @return the share, from 0 to 1
	 */
	public double failedShare() {
		return (this.callsPerSecond > 0) ? Math.min(1, this.failedPerSecond / this.callsPerSecond) : 0;
	}

	/**
	 * Adds calls that consumers could not send to those that instances served.
	 * @param made calls as consumers count them
	 * @return the calls with those that were not sent, which count as failed
	 */
	public CallRates withUnsentOf(CallRates made) {
		return new CallRates(this.callsPerSecond + made.unsentPerSecond, this.failedPerSecond + made.unsentPerSecond,
				this.failures, made.unsentPerSecond, made.unsent, this.inFlight, this.p50Millis, this.p99Millis);
	}

}
