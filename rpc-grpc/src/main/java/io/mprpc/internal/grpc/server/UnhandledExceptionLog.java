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

package io.mprpc.internal.grpc.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of exceptions that no code of the application handled. A method that fails with
 * every call does not fill the disk: it has {@value #LINES_PER_SECOND} stack traces a
 * second, and the next one tells how many were left out.
 *
 * @since 0.1
 */
public final class UnhandledExceptionLog {

	/** Stack traces that one method may write in a second. */
	static final int LINES_PER_SECOND = 10;

	/** Name of the logger. */
	public static final String LOGGER = "mprpc.exceptions";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final TimeSource time;

	private final ConcurrentMap<String, Allowance> allowances = new ConcurrentHashMap<>();

	/**
	 * Creates the log.
	 * @param time source of time
	 */
	public UnhandledExceptionLog(TimeSource time) {
		this.time = time;
	}

	/**
	 * Writes an exception unless its method has written too many.
	 * @param method full name of the method, one that the server has
	 * @param trace identity of the trace, {@code null} if there is none
	 * @param exception the exception
	 * @param outcome outcome of the call
	 */
	public void write(String method, @Nullable String trace, @Nullable Throwable exception, String outcome) {
		long leftOut = this.allowances.computeIfAbsent(method, (key) -> new Allowance()).take(this.time.nanoTime());
		if (leftOut < 0) {
			return;
		}
		StringBuilder text = new StringBuilder("Unhandled exception in ").append(method).append(", ").append(outcome);
		if (trace != null) {
			text.append(", trace=").append(trace);
		}
		if (leftOut > 0) {
			text.append(" (").append(leftOut).append(" more were not logged since the last one)");
		}
		logger.error(text.toString(), exception);
	}

	private static final class Allowance {

		private long windowStart;

		private int written;

		private long leftOut;

		/**
		 * Takes a line.
		 * @return number of lines left out since the last one, negative if this one is to
		 * be left out too
		 */
		synchronized long take(long now) {
			if (this.written == 0 || now - this.windowStart >= SECOND) {
				this.windowStart = now;
				this.written = 0;
			}
			if (this.written == LINES_PER_SECOND) {
				this.leftOut++;
				return -1;
			}
			this.written++;
			long before = this.leftOut;
			this.leftOut = 0;
			return before;
		}

	}

}
