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

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import org.jspecify.annotations.Nullable;

/**
 * A rolling file that is written in blocks: a line is on its way to the disk after
 * {@value #FLUSH_MILLIS} milliseconds at the latest, instead of each by a system call of
 * its own.
 */
final class BufferedRollingFileAppender extends RollingFileAppender<ILoggingEvent> {

	private static final int FLUSH_MILLIS = 200;

	private volatile boolean unflushed;

	private @Nullable ScheduledFuture<?> flushing;

	BufferedRollingFileAppender() {
		setImmediateFlush(false);
	}

	@Override
	public void start() {
		super.start();
		if (isStarted()) {
			this.flushing = getContext().getScheduledExecutorService()
				.scheduleWithFixedDelay(this::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	@Override
	public void stop() {
		if (this.flushing != null) {
			this.flushing.cancel(false);
		}
		super.stop();
	}

	@Override
	protected void subAppend(ILoggingEvent event) {
		super.subAppend(event);
		this.unflushed = true;
	}

	private void flush() {
		if (!this.unflushed) {
			return;
		}
		this.streamWriteLock.lock();
		try {
			this.unflushed = false;
			if (isStarted()) {
				getOutputStream().flush();
			}
		}
		catch (Exception ex) {
			addError("The access log's file '" + getFile() + "' cannot be written", ex);
		}
		finally {
			this.streamWriteLock.unlock();
		}
	}

}
