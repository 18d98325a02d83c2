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

package io.mprpc.internal.grpc.accesslog.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * Appender that sends failed calls to one appender and the others to another. Called by
 * one thread.
 */
final class SplitAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	private final Appender<ILoggingEvent> calls;

	private final Appender<ILoggingEvent> errors;

	SplitAppender(Appender<ILoggingEvent> calls, Appender<ILoggingEvent> errors) {
		this.calls = calls;
		this.errors = errors;
	}

	@Override
	protected void append(ILoggingEvent event) {
		(event.getLevel().isGreaterOrEqual(Level.WARN) ? this.errors : this.calls).doAppend(event);
	}

	@Override
	public void stop() {
		this.calls.stop();
		this.errors.stop();
		super.stop();
	}

	/**
	 * Appender that forwards lines to the current appenders of another logger.
	 */
	static final class Forward extends UnsynchronizedAppenderBase<ILoggingEvent> {

		private final Logger logger;

		Forward(Logger logger) {
			this.logger = logger;
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.logger.iteratorForAppenders().forEachRemaining((appender) -> appender.doAppend(event));
		}

	}

}
