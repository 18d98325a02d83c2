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

package io.mprpc.registryserver.console.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.HistorySlot;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.LoadHistory.LoadSlot;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HistoryTable} and {@link Plots}.
 */
class HistoryTableTests {

	private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

	@Test
	void slotsAreAveragedInStepsTheLatestFirst() {
		List<HistorySlot> slots = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			slots.add(new HistorySlot(NOON.plusSeconds(15 * i), (double) i, 0.0, null, 1.0, 10.0 * i));
		}
		HistoryTable table = HistoryTable.of(new TrafficHistory(HistoryRange.MINUTES_15, slots));
		assertThat(table.step()).isEqualTo(Duration.ofMinutes(1));
		assertThat(table.columns()).extracting(HistoryTable.Column::name)
			.containsExactly("callsPerSecond", "failedPerSecond", "unsentPerSecond", "p50Millis", "p99Millis");
		assertThat(table.rows()).containsExactly(
				new HistoryTable.Row(NOON.plusSeconds(60), Arrays.asList(4.5, 0.0, null, 1.0, 50.0)),
				new HistoryTable.Row(NOON, Arrays.asList(1.5, 0.0, null, 1.0, 30.0)));
	}

	@Test
	void gapsAreNoZeros() {
		List<HistorySlot> slots = List.of(new HistorySlot(NOON, 4.0, 1.0, 0.0, null, null),
				new HistorySlot(NOON.plusSeconds(90), null, null, null, null, null),
				new HistorySlot(NOON.plusSeconds(180), 2.0, 0.0, 0.0, null, null));
		HistoryTable table = HistoryTable.of(new TrafficHistory(HistoryRange.HOURS_6, slots));
		assertThat(table.rows()).containsExactly(new HistoryTable.Row(NOON, Arrays.asList(3.0, 0.5, 0.0, null, null)));
	}

	@Test
	void heapAndThreadsAreTheHighest() {
		List<LoadSlot> slots = List.of(new LoadSlot(NOON, 0.2, 1000.0, 0.0, 30.0),
				new LoadSlot(NOON.plusSeconds(15), 0.4, 3000.0, 0.1, 20.0));
		HistoryTable table = HistoryTable.of(new LoadHistory(HistoryRange.HOUR, slots));
		assertThat(table.step()).isEqualTo(Duration.ofMinutes(5));
		assertThat(table.rows().get(0).values().get(0)).isBetween(0.299, 0.301);
		assertThat(table.rows().get(0).values().subList(1, 4)).containsExactly(3000.0, 0.05, 30.0);
		assertThat(new TrafficText().row(table, table.rows().get(0))).containsExactly("30.0 %", "2.9 KiB", "5.0 %",
				"30.0");
	}

	@Test
	void anEmptyHistoryHasNoRows() {
		Plots plots = Plots.signals("signals", new TrafficHistory(HistoryRange.HOUR, List.of()), "services", "a/b;c",
				"traffic");
		assertThat(plots.table().rows()).isEmpty();
		assertThat(plots.plots()).hasSize(4);
		assertThat(plots.source()).isEqualTo("/api/v1/services/a%2Fb%3Bc/traffic");
	}

}
