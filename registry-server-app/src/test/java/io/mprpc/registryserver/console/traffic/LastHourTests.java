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

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.mprpc.registryserver.polled.Rate;
import io.mprpc.registryserver.polled.TimeBucket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LastHour}.
 */
class LastHourTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void aRowSumsUpFiveMinutesTheLatestFirst() {
		List<TimeBucket> hour = IntStream.range(0, 50)
			.mapToObj((slot) -> moment(slot, (slot < 30) ? 2 : 4, (slot == 49) ? 90 : 10))
			.toList();
		List<LastHour.Row> rows = view(hour).rows();
		assertThat(rows).extracting(LastHour.Row::at)
			.containsExactly(START.plusSeconds(30 * 15), START.plusSeconds(10 * 15), START);
		assertThat(rows).extracting(LastHour.Row::callsPerSecond).containsExactly(4.0, 2.0, 2.0);
		assertThat(rows).extracting(LastHour.Row::p99Millis).containsExactly(90.0, 10.0, 10.0);
		assertThat(rows.get(0).p50Millis()).isEqualTo(1);
		assertThat(rows.get(0).errorRate()).isEqualTo(0.1, within(0.0001));
	}

	@Test
	void whatWasNotMeasuredCountsForNothing() {
		TimeBucket unknown = new TimeBucket(START.plusSeconds(15), null, null, null, null);
		LastHour.Row row = view(List.of(moment(0, 6, 10), unknown)).rows().get(0);
		assertThat(row.callsPerSecond()).isEqualTo(6);
		assertThat(row.p50Millis()).isEqualTo(1);
		LastHour.Row silent = view(List.of(unknown)).rows().get(0);
		assertThat(silent.callsPerSecond()).isNull();
		assertThat(silent.p99Millis()).isNull();
		assertThat(view(List.of()).rows()).isEmpty();
	}

	@Test
	void failedCallsAreDrawnInPercent() {
		LastHour view = view(List.of(moment(0, 6, 10)));
		assertThat(view.plots()).extracting(LastHour.Plot::name).containsExactly("calls", "errors", "durations");
		assertThat(view.plots().get(1).plot().rows()).extracting(LineChart.Mark::text).containsExactly("0", "5", "10");
	}

	private static LastHour view(List<TimeBucket> hour) {
		return LastHour.of(Rate.NONE, hour, START.plusSeconds(3600));
	}

	private static TimeBucket moment(int slot, double calls, double p99) {
		return new TimeBucket(START.plusSeconds(15L * slot), calls, 0.1, 1.0, p99);
	}

}
