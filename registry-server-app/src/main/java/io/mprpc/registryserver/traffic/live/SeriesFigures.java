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

package io.mprpc.registryserver.traffic.live;

import java.time.Instant;
import java.util.Arrays;

import io.mprpc.registryserver.traffic.history.CallDelta;
import io.mprpc.registryserver.traffic.model.UnsentReason;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one series in the last interval.
 *
 * @param id the series
 * @param calls the calls
 * @param inFlight calls that have begun and not ended
 * @param unsent the last calls that were not sent, {@code null} if there are none or if
 * calls were sent since
 */
record SeriesFigures(SeriesId id, CallDelta calls, long inFlight, @Nullable Unsent unsent) {

	/**
	 * Calls that were not sent in one interval.
	 *
	 * @param atNanos when they were reported, on the clock for intervals
	 * @param since when the first of them were reported
	 * @param at when they were reported
	 * @param calls the calls
	 * @param seconds length of the interval
	 * @param text the reason in words, as the process says it
	 * @param continuing whether the interval is the last one
	 */
	record Unsent(long atNanos, Instant since, Instant at, CallDelta calls, double seconds, String text,
			boolean continuing) {

		Unsent ended() {
			return this.continuing
					? new Unsent(this.atNanos, this.since, this.at, this.calls, this.seconds, this.text, false) : this;
		}

		/** Whether a service is at fault. */
		boolean isOutage() {
			long[] unsent = this.calls.unsent();
			return Arrays.stream(UnsentReason.values())
				.anyMatch((reason) -> reason.isOutage() && reason.ordinal() < unsent.length
						&& unsent[reason.ordinal()] > 0);
		}

	}

}
