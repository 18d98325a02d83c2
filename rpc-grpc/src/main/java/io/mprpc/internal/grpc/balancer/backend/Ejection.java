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

package io.mprpc.internal.grpc.balancer.backend;

import java.time.Duration;
import java.time.Instant;

import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.backend.CallResults.Tally;
import io.mprpc.internal.grpc.client.settings.OutlierDetectionSettings;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Ejection of an instance, with its duration the next time: each time longer than before,
 * and shorter again with each interval in which it behaves. Confined to the
 * synchronization context.
 */
final class Ejection {

	private int times;

	private long end;

	private @Nullable Status reason;

	/**
	 * Ejects the instance.
	 * @param tally counts of its calls
	 * @param settings for how long
	 * @param time the time
	 */
	void begin(Tally tally, OutlierDetectionSettings settings, TimeSource time) {
		this.times++;
		Duration longest = (settings.maxEjectionTime().compareTo(settings.baseEjectionTime()) > 0)
				? settings.maxEjectionTime() : settings.baseEjectionTime();
		Duration wanted = settings.baseEjectionTime().multipliedBy(this.times);
		Duration length = (wanted.compareTo(longest) < 0) ? wanted : longest;
		this.end = time.nanoTime() + length.toNanos();
		Instant until = time.instant().plus(length);
		this.reason = Status.UNAVAILABLE.withDescription(
				"ejected until " + until + " because " + tally.failed() + " of " + tally.calls() + " calls failed");
	}

	/**
	 * Ends the ejection if its time is over.
	 * @param now the time
	 * @return whether the instance is back
	 */
	boolean endIfOver(long now) {
		if (this.reason == null || now - this.end < 0) {
			return false;
		}
		this.reason = null;
		return true;
	}

	/**
	 * Makes the next ejection shorter, after an interval in which the instance behaved.
	 */
	void forgive() {
		this.times = Math.max(0, this.times - 1);
	}

	/**
	 * Forgets all: another process has taken the instance's place.
	 */
	void forget() {
		this.reason = null;
		this.times = 0;
	}

	/**
	 * Reason for which the instance is ejected.
	 * @return the reason, {@code null} if it is not
	 */
	@Nullable Status reason() {
		return this.reason;
	}

}
