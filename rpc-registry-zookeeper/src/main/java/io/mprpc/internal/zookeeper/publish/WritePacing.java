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

package io.mprpc.internal.zookeeper.publish;

import java.time.Duration;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.session.Jitter;

/**
 * Delays before the nodes of a group are written again: they grow with attempts that fail
 * and with repairs that follow each other closely.
 */
final class WritePacing {

	/** Events come one per node; they are answered together. */
	private static final Duration REPAIR_DELAY = Duration.ofMillis(20);

	/** Repairs that follow each other sooner than this are a fight, to be slowed down. */
	private static final Duration CALM = Duration.ofSeconds(60);

	// The first few are free: an operator may delete several nodes, one by one.
	private static final int FREE_REPAIRS = 5;

	private static final Duration FIRST_DELAY = Duration.ofMillis(50);

	private static final Duration MAX_DELAY = Duration.ofSeconds(10);

	// Where a password was changed, nodes of the last session stand in the way for as
	// long as that session lasts.
	private static final Duration FIRST_DENIED_DELAY = Duration.ofSeconds(1);

	private static final Duration MAX_DENIED_DELAY = Duration.ofSeconds(30);

	/**
	 * Time over which processes spread their return after all of them lost their
	 * sessions.
	 */
	private static final Duration REREGISTRATION = Duration.ofMillis(500);

	private final TimeSource time;

	private final Jitter jitter;

	private int failures;

	private int repairs;

	private long lastRepairNanos;

	WritePacing(TimeSource time, Jitter jitter) {
		this.time = time;
		this.jitter = jitter;
	}

	/** Failures before this do not count any more. */
	void succeeded() {
		this.failures = 0;
	}

	Duration afterNewSession() {
		return this.jitter.upTo(REREGISTRATION);
	}

	Duration afterChangeByOthers() {
		long now = this.time.nanoTime();
		boolean calm = this.repairs == 0 || now - this.lastRepairNanos > CALM.toNanos();
		this.repairs = calm ? 1 : this.repairs + 1;
		this.lastRepairNanos = now;
		return (this.repairs <= FREE_REPAIRS) ? REPAIR_DELAY
				: exponential(REPAIR_DELAY, this.repairs - FREE_REPAIRS, MAX_DELAY);
	}

	Duration afterFailure() {
		this.failures++;
		Duration delay = exponential(FIRST_DELAY, this.failures, MAX_DELAY);
		return delay.plus(this.jitter.upTo(delay));
	}

	Duration afterDenial() {
		this.failures++;
		Duration delay = exponential(FIRST_DENIED_DELAY, this.failures, MAX_DENIED_DELAY);
		return delay.plus(this.jitter.upTo(FIRST_DENIED_DELAY));
	}

	private static Duration exponential(Duration first, int step, Duration max) {
		Duration delay = first.multipliedBy(1L << Math.min(step - 1, 12));
		return (delay.compareTo(max) < 0) ? delay : max;
	}

}
