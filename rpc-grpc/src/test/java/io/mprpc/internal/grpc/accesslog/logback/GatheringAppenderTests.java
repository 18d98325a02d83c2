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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link GatheringAppender}.
 */
class GatheringAppenderTests {

	private final LoggerContext context = new LoggerContext();

	private final CountingAsyncAppender queue = new CountingAsyncAppender(100);

	private final CountDownLatch stuck = new CountDownLatch(1);

	private final List<String> written = new ArrayList<>();

	private final List<Long> pauses = new ArrayList<>();

	private volatile boolean holding;

	private long now = 1_767_225_600_000L;

	private final GatheringAppender gathering;

	GatheringAppenderTests() {
		AppenderBase<ILoggingEvent> file = started(new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				GatheringAppenderTests.this.written.add(event.getMessage());
			}

		});
		this.gathering = started(new GatheringAppender(this.queue, file, this.pauses::add));
		this.queue.addAppender(started(new AppenderBase<ILoggingEvent>() {

			@Override
			protected void append(ILoggingEvent event) {
				GatheringAppenderTests.this.holding = true;
				try {
					GatheringAppenderTests.this.stuck.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}

		}));
		this.queue.setContext(this.context);
		this.queue.start();
	}

	@AfterEach
	void stop() {
		this.stuck.countDown();
		this.queue.stop();
	}

	@Test
	void pausesOnceForTheLinesThatComeShortlyAfterEachOther() {
		append("one");
		append("two");
		append("three");
		assertThat(this.pauses).containsExactly(TimeUnit.MILLISECONDS.toNanos(GatheringAppender.PAUSE_MILLIS));
		assertThat(this.written).containsExactly("one", "two", "three");
	}

	@Test
	void pausesAgainLater() {
		append("one");
		this.now += 2 * GatheringAppender.PAUSE_MILLIS;
		append("two");
		assertThat(this.pauses).hasSize(2);
	}

	@Test
	void doesNotPauseWhileTheQueueFills() {
		this.queue.doAppend(event("holds the thread of the queue"));
		await().atMost(Duration.ofSeconds(30)).until(() -> this.holding);
		for (int i = 0; i < 150; i++) {
			this.queue.doAppend(event("waits"));
		}
		append("one");
		assertThat(this.pauses).isEmpty();
		assertThat(this.written).containsExactly("one");
	}

	@Test
	void doesNotPauseWhenTheQueueCloses() {
		this.stuck.countDown();
		this.queue.stop();
		append("one");
		assertThat(this.pauses).isEmpty();
		assertThat(this.written).containsExactly("one");
	}

	private void append(String message) {
		this.gathering.doAppend(event(message));
	}

	private LoggingEvent event(String message) {
		LoggingEvent event = new LoggingEvent();
		event.setLevel(Level.INFO);
		event.setMessage(message);
		event.setTimeStamp(this.now);
		return event;
	}

	private <A extends ch.qos.logback.core.Appender<ILoggingEvent>> A started(A appender) {
		appender.setContext(this.context);
		appender.start();
		return appender;
	}

}
