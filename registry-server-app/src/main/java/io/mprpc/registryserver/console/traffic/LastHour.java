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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.mprpc.registryserver.console.traffic.LineChart.Curve;
import io.mprpc.registryserver.polled.Rate;
import io.mprpc.registryserver.polled.TimeBucket;
import org.jspecify.annotations.Nullable;

/**
 * Call statistics now and over the last hour, as pages show them.
 *
 * @param live the calls now
 * @param plots charts of the last hour
 * @param rows the same in steps of five minutes, the latest first
 */
public record LastHour(Rate live, List<Plot> plots, List<Row> rows) {

	private static final int SLOTS_IN_ROW = 20;

	public static LastHour of(Rate live, List<TimeBucket> hour, Instant now) {
		List<Plot> plots = List.of(
				new Plot("calls", LineChart.of(hour, now, 1, List.of(new Curve("calls", TimeBucket::callsPerSecond)))),
				new Plot("errors", LineChart.of(hour, now, 1, List.of(new Curve("errors", LastHour::percentage)))),
				new Plot("durations", LineChart.of(hour, now, 1,
						List.of(new Curve("p50", TimeBucket::p50Millis), new Curve("p99", TimeBucket::p99Millis)))));
		return new LastHour(live, plots, rows(hour));
	}

	private static @Nullable Double percentage(TimeBucket moment) {
		Double rate = moment.errorRate();
		return (rate != null) ? rate * 100 : null;
	}

	private static List<Row> rows(List<TimeBucket> hour) {
		List<Row> rows = new ArrayList<>();
		for (int end = hour.size(); end > 0; end -= SLOTS_IN_ROW) {
			List<TimeBucket> part = hour.subList(Math.max(0, end - SLOTS_IN_ROW), end);
			rows.add(new Row(part.get(0).at(), average(part.stream().map(TimeBucket::callsPerSecond).toList()),
					average(part.stream().map(TimeBucket::errorRate).toList()),
					average(part.stream().map(TimeBucket::p50Millis).toList()),
					part.stream()
						.map(TimeBucket::p99Millis)
						.filter(Objects::nonNull)
						.max(Double::compare)
						.orElse(null)));
		}
		return rows;
	}

	private static @Nullable Double average(List<@Nullable Double> values) {
		List<Double> known = values.stream().filter(Objects::nonNull).map(Double.class::cast).toList();
		return known.isEmpty() ? null : known.stream().mapToDouble(Double::doubleValue).average().orElse(0);
	}

	/**
	 * A chart.
	 *
	 * @param name name in the keys of messages
	 * @param plot its drawing
	 */
	record Plot(String name, LineChart plot) {

	}

	/**
	 * Five minutes.
	 *
	 * @param at start of the five minutes
	 * @param callsPerSecond calls per second on average, {@code null} if nothing was
	 * measured
	 * @param errorRate share of the calls that failed, on average
	 * @param p50Millis duration that half of the calls did not exceed, on average
	 * @param p99Millis highest duration that 99 of 100 calls did not exceed
	 */
	record Row(Instant at, @Nullable Double callsPerSecond, @Nullable Double errorRate, @Nullable Double p50Millis,
			@Nullable Double p99Millis) {

	}

}
