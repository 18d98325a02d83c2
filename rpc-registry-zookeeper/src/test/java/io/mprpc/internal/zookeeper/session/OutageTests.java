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
package io.mprpc.internal.zookeeper.session;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.registry.RegistryConnection.State;
import io.mprpc.testing.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the inspection of an outage and its log messages.
 */
class OutageTests {

	private final FakeClock clock = new FakeClock();

	private final List<String> causes = new CopyOnWriteArrayList<>();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(OutageLog.class);

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.log);
	}

	@Test
	void eachCauseIsLoggedOncePerOutageWithTheAddressAndItsProperty() {
		OutageLog outage = new OutageLog("zk1.example:2181");
		for (int i = 0; i < 100; i++) {
			outage.report("nothing listens");
		}
		outage.report("authentication failed");
		outage.report("nothing listens");
		assertThat(outage.problem()).isEqualTo("nothing listens");
		assertThat(this.log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.WARN);
		assertThat(this.log.list.get(0).getFormattedMessage()).contains("zk1.example:2181",
				"rpc.registry.connect-string", "nothing listens");

		outage.over();
		assertThat(outage.problem()).isNull();
		outage.report("nothing listens");
		assertThat(this.log.list).hasSize(3);
	}

	@Test
	void causesThatVaryDoNotFloodTheLog() {
		OutageLog outage = new OutageLog("zk1.example:2181");
		for (int i = 0; i < 1000; i++) {
			outage.report("cause " + i);
		}
		assertThat(this.log.list).hasSize(10);
		assertThat(outage.problem()).isEqualTo("cause 999");
	}

	@Test
	void anOutageIsInspectedAfterASecondAndThenLessAndLessOften() {
		try (OutageInspector inspector = inspector()) {
			tick(inspector, State.SUSPENDED, 600);
			int inspections = this.causes.size();
			// 5 s, 10 s, 20 s, 40 s, then each minute, and up to 5 s each time.
			assertThat(inspections).isBetween(11, 14);

			tick(inspector, State.CONNECTED, 1);
			tick(inspector, State.SUSPENDED, 1);
			assertThat(this.causes).hasSize(inspections);
			tick(inspector, State.SUSPENDED, 1);
			assertThat(this.causes).hasSize(inspections + 1);
		}
	}

	@Test
	void whoIsConnectedOrRefusedIsNotInspected() {
		try (OutageInspector inspector = inspector()) {
			tick(inspector, State.CONNECTED, 60);
			tick(inspector, State.DENIED, 60);
			tick(inspector, State.UNSUPPORTED, 60);
			assertThat(this.causes).isEmpty();
		}
	}

	@Test
	void aZooKeeperThatAnswersButGrantsNoSessionIsSaidFromTheSecondLookOn() {
		try (OutageInspector inspector = inspector(null)) {
			tick(inspector, State.SUSPENDED, 2);
			assertThat(this.causes).isEmpty();
			tick(inspector, State.SUSPENDED, 20);
			assertThat(this.causes).isNotEmpty().allSatisfy((cause) -> assertThat(cause).contains("grants no session"));

			this.causes.clear();
			tick(inspector, State.CONNECTED, 1);
			tick(inspector, State.SUSPENDED, 3);
			assertThat(this.causes).isEmpty();
		}
	}

	private OutageInspector inspector() {
		return inspector("nothing listens");
	}

	private OutageInspector inspector(@Nullable String finding) {
		return new OutageInspector(() -> finding, this.clock, new Jitter(new Random(1)), this.causes::add,
				Runnable::run);
	}

	private void tick(OutageInspector inspector, State state, int seconds) {
		for (int i = 0; i < seconds; i++) {
			this.clock.forward(Duration.ofSeconds(1));
			inspector.check(state);
			await().atMost(Fixtures.LONG).pollInterval(Duration.ofMillis(1)).until(inspector::isIdle);
		}
	}

}
