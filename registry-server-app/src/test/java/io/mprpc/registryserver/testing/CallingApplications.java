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

package io.mprpc.registryserver.testing;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A provider and a consumer that calls it all the time, and what the members of an
 * ensemble show of it.
 */
public final class CallingApplications implements AutoCloseable {

	private static final Duration LONG = Duration.ofSeconds(90);

	private static final int SLOT_SECONDS = 15;

	private static final int CALLS_PER_ROUND = 5;

	private final DemoProvider provider;

	private final DemoConsumer consumer;

	private final ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();

	/**
	 * Starts both.
	 * @param connectString connect string of all members
	 */
	public CallingApplications(String connectString) {
		this.provider = DemoProvider.start(connectString, "1", 0);
		this.consumer = DemoConsumer.start(connectString);
		this.caller.scheduleWithFixedDelay(() -> this.consumer.calls(CALLS_PER_ROUND), 0, 50, TimeUnit.MILLISECONDS);
	}

	/**
	 * Waits until all members show the calls, which differ by one interval at most.
	 */
	public void awaitSeenByAll(RegistryEnsemble ensemble) {
		for (int id = 1; id <= 3; id++) {
			ApiClient api = ensemble.member(id).api();
			Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
				JsonNode traffic = api.get("/api/v1/services/" + DemoProvider.SERVICE + "/traffic");
				assertThat(traffic.at("/live/callsPerSecond").asDouble()).as(traffic::toString).isPositive();
				assertThat(api.get("/api/v1/processes?state=REPORTING").at("/processes")).hasSize(2);
			});
		}
	}

	/**
	 * Waits until a member shows calls in the past.
	 */
	public void awaitHistory(RegistryProcess member) {
		Awaitility.await()
			.atMost(LONG)
			.pollInterval(Duration.ofMillis(500))
			.untilAsserted(() -> assertThat(history(member, Instant.now().minusSeconds(SLOT_SECONDS))).isNotEmpty());
	}

	/**
	 * Waits until a member that was restarted shows the calls from before as the others
	 * do, which may differ at the begin of the calls.
	 */
	public void awaitHistoryBefore(Instant restarted, RegistryEnsemble ensemble, int member) {
		Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
			// Older slots do not change any more.
			Instant until = restarted.minusSeconds(SLOT_SECONDS);
			Map<Instant, Double> found = history(ensemble.member(member), until);
			Map<Instant, Double> first = history(ensemble.member(member % 3 + 1), until);
			Map<Instant, Double> second = history(ensemble.member((member + 1) % 3 + 1), until);
			assertThat(first).isNotEmpty();
			assertThat(found).containsOnlyKeys(first.keySet());
			found.forEach((at, calls) -> {
				double other = second.getOrDefault(at, first.get(at));
				assertThat(calls).as("calls at %s", at)
					.isBetween(0.9 * Math.min(first.get(at), other), 1.1 * Math.max(first.get(at), other));
			});
		});
	}

	private static Map<Instant, Double> history(RegistryProcess member, Instant until)
			throws IOException, InterruptedException {
		Map<Instant, Double> calls = new TreeMap<>();
		for (JsonNode slot : member.api().get("/api/v1/traffic/history?range=15m").at("/slots")) {
			Instant at = Instant.parse(slot.at("/at").asString());
			if (at.plusSeconds(SLOT_SECONDS).isBefore(until) && !slot.at("/callsPerSecond").isNull()) {
				calls.put(at, slot.at("/callsPerSecond").asDouble());
			}
		}
		return calls;
	}

	@Override
	public void close() throws InterruptedException {
		this.caller.shutdown();
		assertThat(this.caller.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.consumer.close();
		this.provider.close();
	}

}
