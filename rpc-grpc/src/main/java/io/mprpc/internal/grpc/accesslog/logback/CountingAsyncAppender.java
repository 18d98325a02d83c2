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

import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Logback's asynchronous appender that never blocks a call and counts the events that it
 * discards.
 * <p>
 * Logback drops silently where its queue is full. It asks before that whether an event
 * may be discarded, as soon as fewer than {@link #RESERVE} places are free: there the
 * event is counted and discarded. The reserve is for threads that all found the last free
 * place.
 */
final class CountingAsyncAppender extends AsyncAppender {

	static final int RESERVE = 128;

	private static final int FLUSH_MILLIS = 5000;

	private final AtomicLong dropped = new AtomicLong();

	CountingAsyncAppender(int capacity) {
		setQueueSize(capacity + RESERVE);
		setDiscardingThreshold(RESERVE + 1);
		setNeverBlock(true);
		setMaxFlushTime(FLUSH_MILLIS);
	}

	@Override
	protected boolean isDiscardable(ILoggingEvent event) {
		this.dropped.incrementAndGet();
		return true;
	}

	@Override
	protected void preprocess(ILoggingEvent event) {
		// The line becomes text on the thread of the queue: it holds immutable values.
	}

	long dropped() {
		return this.dropped.get();
	}

}
