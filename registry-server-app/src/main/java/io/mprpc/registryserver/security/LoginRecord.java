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

package io.mprpc.registryserver.security;

import java.time.Duration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.internal.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log and meters of logins by password. The number of log lines per minute is limited, to
 * withstand password guessing.
 */
class LoginRecord {

	static final String METER = "rpc.registry.server.logins";

	private static final int FAILURES_PER_MINUTE = 20;

	private static final int REFUSALS_PER_MINUTE = 2;

	private static final Logger logger = LoggerFactory.getLogger(LoginRecord.class);

	private final Counter succeeded;

	private final Counter failed;

	private final Counter throttled;

	private final LogBudget failures;

	private final LogBudget refusals;

	LoginRecord(MeterRegistry meters, TimeSource time) {
		this.succeeded = counter(meters, "success");
		this.failed = counter(meters, "failure");
		this.throttled = counter(meters, "throttled");
		this.failures = new LogBudget(FAILURES_PER_MINUTE, time);
		this.refusals = new LogBudget(REFUSALS_PER_MINUTE, time);
	}

	void succeeded(String user, String address, int failures) {
		this.succeeded.increment();
		if (failures > 0) {
			logger.info("'{}' has logged in from {} after {} failed logins from there", UntrustedText.printable(user),
					UntrustedText.printable(address), failures);
		}
	}

	void failed(String user, String address, int failures) {
		this.failed.increment();
		if (this.failures.mayWrite()) {
			logger.warn("Login as '{}' from {} has failed: wrong password or unknown user ({} failed from there)",
					UntrustedText.printable(user), UntrustedText.printable(address), failures);
		}
	}

	void throttled(String user, String address) {
		this.throttled.increment();
		if (this.refusals.mayWrite()) {
			logger.warn("Login as '{}' from {} was not attempted: too many have failed from there or as this user",
					UntrustedText.printable(user), UntrustedText.printable(address));
		}
	}

	private static Counter counter(MeterRegistry meters, String outcome) {
		return Counter.builder(METER)
			.description("Logins by password, except those with a recently verified password")
			.tag("outcome", outcome)
			.register(meters);
	}

	private static final class LogBudget {

		private final int perMinute;

		private final TimeSource time;

		private long minute;

		private int lines;

		LogBudget(int perMinute, TimeSource time) {
			this.perMinute = perMinute;
			this.time = time;
			this.minute = time.nanoTime();
		}

		synchronized boolean mayWrite() {
			long now = this.time.nanoTime();
			if (now - this.minute > Duration.ofMinutes(1).toNanos()) {
				this.minute = now;
				this.lines = 0;
			}
			this.lines = Math.min(this.lines + 1, this.perMinute + 1);
			return this.lines <= this.perMinute;
		}

	}

}
