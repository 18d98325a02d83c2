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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import io.mprpc.internal.grpc.accesslog.AccessLog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LogbackAccessLog}.
 */
class LogbackAccessLogTests {

	private final LoggerContext context = new LoggerContext();

	private final Logger logger = this.context.getLogger(AccessLog.LOGGER);

	private final Logger server = this.context.getLogger(AccessLog.LOGGER + ".server");

	@TempDir
	private Path directory;

	LogbackAccessLogTests() {
		this.context.setMDCAdapter(new LogbackMDCAdapter());
	}

	@Test
	void linesStandInTheFileWithTheirTime() throws IOException {
		try (LogbackAccessLog log = attach(100, files("calls.log", null, 1_000_000))) {
			this.server.info("one");
			this.server.warn("two");
		}
		assertThat(Files.readAllLines(file("calls.log"))).hasSize(2)
			.allMatch((line) -> line.matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}\\S+ (one|two)"));
	}

	@Test
	void aLineReachesTheFileThoughNoOtherFollows() {
		try (LogbackAccessLog log = attach(100, files("calls.log", null, 1_000_000))) {
			this.server.info("one");
			await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(file("calls.log")).endsWith("one\n"));
			this.server.info("two");
			await().atMost(Duration.ofSeconds(30)).until(() -> Files.readString(file("calls.log")).endsWith("two\n"));
		}
	}

	@Test
	void failedCallsStandInTheirOwnFile() throws IOException {
		try (LogbackAccessLog log = attach(100, files("calls.log", "errors.log", 1_000_000))) {
			this.server.info("fine");
			this.server.warn("failed");
		}
		assertThat(Files.readString(file("calls.log"))).contains("fine").doesNotContain("failed");
		assertThat(Files.readString(file("errors.log"))).contains("failed").doesNotContain("fine");
	}

	@Test
	void aFileThatIsFullRolls() {
		try (LogbackAccessLog log = attach(1000, files("calls.log", null, 500))) {
			for (int i = 0; i < 8; i++) {
				this.server.info("a line that is long enough to fill a small file before long {}", i);
			}
			await().atMost(Duration.ofSeconds(30))
				.until(() -> file("calls.log." + LocalDate.now() + ".0.gz").toFile().exists());
		}
	}

	@Test
	void withoutAFileLinesGoToTheAppendersOfTheRootLogger() {
		Captured captured = new Captured(this.context, new CountDownLatch(0));
		try (LogbackAccessLog log = attach(100, null)) {
			this.server.info("one");
		}
		assertThat(captured.lines).containsExactly("one");
		assertThat(captured.threads).noneMatch(Thread.currentThread().getName()::equals);
	}

	@Test
	void aFullQueueDropsAndCountsAndNeverBlocks() throws Exception {
		CountDownLatch stuck = new CountDownLatch(1);
		Captured captured = new Captured(this.context, stuck);
		long dropped;
		try (LogbackAccessLog log = attach(50, null)) {
			CyclicBarrier barrier = new CyclicBarrier(4);
			List<Thread> threads = new ArrayList<>();
			for (int t = 0; t < 4; t++) {
				threads.add(new Thread(() -> {
					meet(barrier);
					for (int i = 0; i < 500; i++) {
						this.server.warn("line");
					}
				}));
			}
			threads.forEach(Thread::start);
			for (Thread thread : threads) {
				thread.join();
			}
			dropped = log.dropped();
			assertThat(log.queued()).isBetween(50, 50 + CountingAsyncAppender.RESERVE);
			stuck.countDown();
		}
		assertThat(dropped).isPositive();
		assertThat(captured.lines.size() + dropped).isEqualTo(2000);
	}

	@Test
	void theLoggerIsGivenBackAsItWas() {
		assertThat(this.logger.getLevel()).isNull();
		try (LogbackAccessLog log = attach(100, null)) {
			assertThat(this.logger.getLevel()).isEqualTo(Level.INFO);
			assertThat(this.logger.isAdditive()).isFalse();
		}
		assertThat(this.logger.getLevel()).isNull();
		assertThat(this.logger.isAdditive()).isTrue();
		assertThat(this.logger.iteratorForAppenders()).isExhausted();
	}

	@Test
	void aLevelThatIsSetStays() {
		this.logger.setLevel(Level.WARN);
		Captured captured = new Captured(this.context, new CountDownLatch(0));
		try (LogbackAccessLog log = attach(100, null)) {
			this.server.info("fine");
			this.server.warn("failed");
		}
		assertThat(captured.lines).containsExactly("failed");
	}

	@Test
	void aFileThatCannotBeWrittenIsNamed() throws IOException {
		Path blocked = Files.createFile(file("blocked"));
		assertThatExceptionOfType(AccessFileException.class)
			.isThrownBy(() -> attach(100, files("blocked/calls.log", null, 1000)))
			.withMessageContaining(blocked + "/calls.log");
	}

	private LogbackAccessLog attach(int capacity, @Nullable AccessFileSettings files) {
		return new LogbackAccessLog(this.context, capacity, files);
	}

	private AccessFileSettings files(String name, @Nullable String errorName, long maxBytes) {
		return new AccessFileSettings(file(name), (errorName != null) ? file(errorName) : null, true, maxBytes, 1,
				10_000_000);
	}

	private Path file(String name) {
		return this.directory.resolve(name);
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Stands among the root logger's appenders and notes what comes, as soon as it may.
	 */
	private static final class Captured extends AppenderBase<ILoggingEvent> {

		private final List<String> lines = new ArrayList<>();

		private final List<String> threads = new ArrayList<>();

		private final CountDownLatch open;

		Captured(LoggerContext context, CountDownLatch open) {
			this.open = open;
			setContext(context);
			start();
			context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
		}

		@Override
		protected void append(ILoggingEvent event) {
			boolean interrupted = false;
			while (this.open.getCount() > 0) {
				try {
					this.open.await();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
			this.lines.add(event.getFormattedMessage());
			this.threads.add(Thread.currentThread().getName());
		}

	}

}
