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
package io.mprpc.registryserver;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.mprpc.registryserver.testing.DemoProcess;
import io.mprpc.registryserver.testing.RegistryEnsemble;
import io.mprpc.registryserver.testing.RegistryProcess;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for reports to an ensemble of which a member is killed and comes back. They take
 * minutes, because history is made of slots of 15 seconds.
 */
@EnabledIfSystemProperty(named = "mprpc.long", matches = "true", disabledReason = "Runs with -Dmprpc.long=true only")
class ReportsToEnsembleTests {

	private static final Logger logger = LoggerFactory.getLogger(ReportsToEnsembleTests.class);

	private static final String HISTORY = "/api/v1/services/demo.UserService/traffic/history?range=15m";

	private static final int MEMBERS = 3;

	private static final int RESTARTED = 2;

	private static final int PROCESSES = 3;

	private static final int SLOTS = 4;

	private static final long REPORTED_AGAIN_MILLIS = 5_000;

	@TempDir
	private Path directory;

	@Test
	void aMemberThatWasKilledIsReportedToAgainAndHasTheHistoryFromBefore() throws Exception {
		try (RegistryEnsemble ensemble = new RegistryEnsemble(null, this.directory);
				DemoProcess shop = DemoProcess.provider(this.directory, "shop", ensemble.connectString());
				DemoProcess gate = DemoProcess.both(this.directory, "gate", ensemble.connectString());
				DemoProcess web = DemoProcess.consumer(this.directory, "web", ensemble.connectString())) {
			for (DemoProcess each : List.of(shop, gate, web)) {
				each.awaitReady();
			}
			for (int id = 1; id <= MEMBERS; id++) {
				RegistryProcess member = ensemble.member(id);
				await(20_000, () -> assertThat(reporting(member)).hasSize(PROCESSES));
			}
			RegistryProcess killed = ensemble.member(RESTARTED);
			await(150_000, () -> assertThat(history(killed)).hasSizeGreaterThan(SLOTS));
			Map<Instant, Double> before = history(killed);
			ensemble.kill(RESTARTED);
			ensemble.start(RESTARTED);
			ensemble.awaitQuorum();
			RegistryProcess restarted = ensemble.member(RESTARTED);
			long took = await(4 * REPORTED_AGAIN_MILLIS,
					() -> assertThat(reporting(restarted)).containsExactlyElementsOf(reporting(ensemble.member(1))));
			logger.info("{} ms after a member that was killed was ready again, all processes reported to it", took);
			assertThat(took).isLessThan(REPORTED_AGAIN_MILLIS);
			// The first and the last slot are of parts of the time.
			List<Instant> whole = new ArrayList<>(before.keySet()).subList(1, before.size() - 1);
			took = await(60_000, () -> {
				Map<Instant, Double> found = history(restarted);
				Map<Instant, Double> others = history(ensemble.member(1));
				assertThat(found.keySet()).containsAll(whole);
				for (Instant slot : whole) {
					assertThat(found.get(slot)).isCloseTo(others.get(slot), within(0.1 * others.get(slot) + 1));
				}
			});
			logger.info("{} ms later it had the history of the calls from before: {}", took, whole);
		}
	}

	private static List<String> reporting(RegistryProcess member) throws Exception {
		List<String> ids = new ArrayList<>();
		for (JsonNode process : member.api().get("/api/v1/processes").at("/processes")) {
			if (List.of("REPORTING", "CONNECTED").contains(process.at("/state").asString())) {
				ids.add(process.at("/id").asString());
			}
		}
		return ids;
	}

	/** Slots with calls. */
	private static Map<Instant, Double> history(RegistryProcess member) throws Exception {
		Map<Instant, Double> slots = new LinkedHashMap<>();
		for (JsonNode slot : member.api().get(HISTORY).at("/slots")) {
			if (slot.at("/callsPerSecond").asDouble() > 1) {
				slots.put(Instant.parse(slot.at("/at").asString()), slot.at("/callsPerSecond").asDouble());
			}
		}
		return slots;
	}

	private static long await(long atMostMillis, ThrowingRunnable assertion) {
		long begin = System.nanoTime();
		Awaitility.await()
			.atMost(Duration.ofMillis(atMostMillis))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(assertion);
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
	}

}
