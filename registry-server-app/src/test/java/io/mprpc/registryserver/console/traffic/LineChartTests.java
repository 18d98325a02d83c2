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

import io.mprpc.registryserver.console.traffic.LineChart.Curve;
import io.mprpc.registryserver.console.traffic.LineChart.Mark;
import io.mprpc.registryserver.polled.TimeBucket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LineChart}.
 */
class LineChartTests {

	private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

	@Test
	void theAxisReachesToARoundNumberAboveAll() {
		assertThat(rows(moment(0, 7.0))).containsExactly("0", "5", "10");
		assertThat(rows(moment(0, 130.0))).containsExactly("0", "100", "200");
		assertThat(rows(moment(0, 0.0))).containsExactly("0", "0.5", "1");
		assertThat(rows()).containsExactly("0", "0.5", "1");
		assertThat(plot().columns()).extracting(Mark::text)
			.containsExactly("\u221260", "\u221245", "\u221230", "\u221215", "0");
	}

	@Test
	void theLineRunsFromTheLeftEndAnHourAgoToTheRightEndNow() {
		LineChart plot = plot(moment(0, 0.0), moment(3600, 1.0));
		assertThat(plot.lines().get(0).path())
			.isEqualTo("M%d.0 %d.0h0.1M%d.0 12.0h0.1".formatted(plot.left(), plot.bottom(), plot.right()));
	}

	@Test
	void whereNothingWasMeasuredTheLineHasAGap() {
		String path = plot(moment(0, 1.0), moment(15, 1.0), moment(30, null), moment(45, 1.0), moment(60, 1.0)).lines()
			.get(0)
			.path();
		assertThat(path.replaceAll("[^ML]", "")).isEqualTo("MLML");
		assertThat(plot(moment(0, null)).lines().get(0).path()).isEmpty();
	}

	private static List<String> rows(TimeBucket... moments) {
		return plot(moments).rows().stream().map(Mark::text).toList();
	}

	private static LineChart plot(TimeBucket... moments) {
		return LineChart.of(List.of(moments), NOW, 1, List.of(new Curve("calls", TimeBucket::callsPerSecond)));
	}

	private static TimeBucket moment(int second, @Nullable Double value) {
		return new TimeBucket(NOW.minusSeconds(3600).plusSeconds(second), value, null, null, null);
	}

}
