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
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.grpc.balancer.admission.BackendState;
import io.mprpc.internal.grpc.balancer.weight.WarmUp;
import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Tracker of the age of an instance, and of the time since it came back from an ejection.
 */
final class WarmUpTracker {

	/** Time until an instance that was ejected gets its full share again. */
	static final WarmUp COMEBACK = new WarmUp(TimeUnit.SECONDS.toNanos(10));

	private static final Duration GROWN_UP = Duration.ofDays(1_000);

	private final long ageWhenSeen;

	private final long seen;

	private boolean ejected;

	private boolean cameBack;

	private long back;

	/**
	 * Takes down an age. It is measured by the instance's clock, which may differ from
	 * ours: from here on only our own counts.
	 * @param start when the instance started, {@code null} if that is not known: it then
	 * counts as grown up
	 * @param time the time
	 */
	WarmUpTracker(@Nullable Instant start, TimeSource time) {
		this.seen = time.nanoTime();
		this.ageWhenSeen = (start != null) ? bounded(Duration.between(start, time.instant())) : GROWN_UP.toNanos();
	}

	private static long bounded(Duration age) {
		if (age.isNegative()) {
			return 0;
		}
		return (age.compareTo(GROWN_UP) < 0) ? age.toNanos() : GROWN_UP.toNanos();
	}

	/**
	 * Warmth of the instance.
	 * @param warmUp settings of the warm-up
	 * @param now the time
	 * @return the part of its age that counts
	 */
	long warmth(WarmUp warmUp, long now) {
		return warmUp.warmth(this.ageWhenSeen + (now - this.seen));
	}

	/**
	 * Takes down whether the instance is ejected.
	 * @param condition its condition
	 * @param now the time
	 */
	void observe(BackendState condition, long now) {
		if (this.ejected && condition.isReady()) {
			this.back = now;
			this.cameBack = true;
		}
		this.ejected = condition.isEjected() || (this.ejected && !condition.isReady());
	}

	/**
	 * Share of its weight that the instance gets.
	 * @param warmUp settings of the warm-up
	 * @param warmest warmth of the warmest instance
	 * @param now the time
	 * @return the share, above 0 and at most 1
	 */
	double share(WarmUp warmUp, long warmest, long now) {
		double share = Math.min(1, warmUp.share(warmth(warmUp, now), warmest));
		if (this.cameBack) {
			long warmth = COMEBACK.warmth(now - this.back);
			this.cameBack = warmth < COMEBACK.nanos();
			share *= COMEBACK.share(warmth, COMEBACK.nanos());
		}
		return share;
	}

}
