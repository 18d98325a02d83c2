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
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.mprpc.internal.grpc.accesslog.AccessLog;
import io.mprpc.internal.grpc.accesslog.AccessLogQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Configuration of the access log's logger, without a configuration file: its lines go
 * through a bounded queue to rolling files, or to the appenders of the root logger.
 * Closing gives the logger back, after the waiting lines have been written.
 *
 * @since 0.1
 */
public final class LogbackAccessLog implements AccessLogQueue, AutoCloseable {

	private final Logger logger;

	private final boolean additive;

	private final @Nullable Level level;

	private final CountingAsyncAppender queue;

	LogbackAccessLog(LoggerContext context, int capacity, @Nullable AccessFileSettings files) {
		this.logger = context.getLogger(AccessLog.LOGGER);
		this.additive = this.logger.isAdditive();
		this.level = this.logger.getLevel();
		this.queue = new CountingAsyncAppender(capacity);
		this.queue.setContext(context);
		this.queue.setName(AccessLog.LOGGER);
		this.queue.addAppender((files != null) ? files(context, files) : forward(context));
		this.queue.start();
		this.logger.addAppender(this.queue);
		this.logger.setAdditive(false);
		if (this.level == null) {
			// A log that is enabled gets its lines, whatever the root logger's level.
			this.logger.setLevel(Level.INFO);
		}
	}

	/**
	 * Takes the logger over.
	 * @param capacity lines that may wait; more are dropped and counted
	 * @param files where to write, {@code null} for the appenders of the root logger
	 * @return the access log
	 * @throws AccessFileException if a file cannot be written
	 * @throws IllegalStateException if Logback is not the application's logging system
	 */
	public static LogbackAccessLog attach(int capacity, @Nullable AccessFileSettings files) {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			return new LogbackAccessLog(context, capacity, files);
		}
		throw new IllegalStateException("Logback is not the application's logging system");
	}

	@Override
	public int queued() {
		return this.queue.isStarted() ? this.queue.getNumberOfElementsInQueue() : 0;
	}

	@Override
	public long dropped() {
		return this.queue.dropped();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.queue);
		this.logger.setAdditive(this.additive);
		this.logger.setLevel(this.level);
		this.queue.stop();
	}

	private static Appender<ILoggingEvent> files(LoggerContext context, AccessFileSettings settings) {
		Appender<ILoggingEvent> calls = RollingFile.open(context, settings.file(), settings);
		if (settings.errorFile() == null) {
			return calls;
		}
		return started(new SplitAppender(calls, RollingFile.open(context, settings.errorFile(), settings)), context);
	}

	private static Appender<ILoggingEvent> forward(LoggerContext context) {
		return started(new SplitAppender.Forward(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)), context);
	}

	private static Appender<ILoggingEvent> started(Appender<ILoggingEvent> appender, LoggerContext context) {
		appender.setContext(context);
		appender.start();
		return appender;
	}

}
