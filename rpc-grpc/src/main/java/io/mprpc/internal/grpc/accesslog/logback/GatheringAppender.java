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

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * Lets lines gather in the queue, so that the thread that writes them is woken once for
 * many: a call that wakes another thread pays for that more than for all the rest of its
 * line. A pause is left out where the queue has no room for it, and when it closes.
 * Called by one thread.
 */
final class GatheringAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	static final int PAUSE_MILLIS = 10;

	// As long as it pauses it works, before it pauses again.
	private static final int TURN_MILLIS = 2 * PAUSE_MILLIS;

	private final CountingAsyncAppender queue;

	private final Appender<ILoggingEvent> next;

	private final LongConsumer pause;

	private long turn;

	GatheringAppender(CountingAsyncAppender queue, Appender<ILoggingEvent> next, LongConsumer pause) {
		this.queue = queue;
		this.next = next;
		this.pause = pause;
	}

	@Override
	protected void append(ILoggingEvent event) {
		// The time of the line: the clock need not be asked again.
		if (Math.abs(event.getTimeStamp() - this.turn) >= TURN_MILLIS) {
			this.turn = event.getTimeStamp();
			if (this.queue.isStarted() && this.queue.isHalfEmpty()) {
				this.pause.accept(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
			}
		}
		this.next.doAppend(event);
	}

	@Override
	public void stop() {
		this.next.stop();
		super.stop();
	}

}
