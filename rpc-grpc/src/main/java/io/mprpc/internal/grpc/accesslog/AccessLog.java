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

package io.mprpc.internal.grpc.accesslog;

import java.util.random.RandomGenerator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of calls, written to the logger {@value #LOGGER}: successful ones at level INFO,
 * others at level WARN. What becomes of a line is the logging system's matter.
 *
 * @since 0.1
 */
public final class AccessLog {

	/** Name of the logger; below it stand {@code .server} and {@code .client}. */
	public static final String LOGGER = "mprpc.access";

	// Called by consumers on each new connection, and no call of an application.
	private static final String IDENTITY = "mprpc.identity.";

	private static final Logger SERVER = LoggerFactory.getLogger(LOGGER + ".server");

	private static final Logger CLIENT = LoggerFactory.getLogger(LOGGER + ".client");

	private final AccessLogSettings settings;

	private final long slowNanos;

	private final RandomGenerator random;

	/**
	 * Creates an access log.
	 * @param settings which calls are written, and how
	 * @param random source of random numbers for the sample; called by several threads
	 */
	public AccessLog(AccessLogSettings settings, RandomGenerator random) {
		this.settings = settings;
		this.slowNanos = settings.slowThreshold().isZero() ? Long.MAX_VALUE : settings.slowThreshold().toNanos();
		this.random = random;
	}

	boolean covers(String service) {
		return !service.startsWith(IDENTITY) && !this.settings.excludes(service);
	}

	void write(AccessRecord call) {
		Logger logger = (call.side() == AccessRecord.Side.SERVER) ? SERVER : CLIENT;
		if (!call.status().isOk()) {
			logger.warn("{}", new Line(call, this.settings.format()));
		}
		else if (logger.isInfoEnabled() && isWanted(call)) {
			logger.info("{}", new Line(call, this.settings.format()));
		}
	}

	private boolean isWanted(AccessRecord call) {
		return call.durationNanos() >= this.slowNanos || this.settings.sampleRate() >= 1
				|| this.random.nextDouble() < this.settings.sampleRate();
	}

	/**
	 * Becomes text where it is written, which is not on the thread of the call.
	 */
	private record Line(AccessRecord call, AccessLogFormat format) {

		@Override
		public String toString() {
			return this.format.format(this.call);
		}

	}

}
