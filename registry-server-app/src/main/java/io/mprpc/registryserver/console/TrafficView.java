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

package io.mprpc.registryserver.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.mprpc.registryserver.console.LinePlot.Curve;
import io.mprpc.registryserver.traffic.FigureState;
import io.mprpc.registryserver.traffic.Moment;
import io.mprpc.registryserver.traffic.Rate;
import io.mprpc.registryserver.traffic.ServiceTraffic;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a service, as its page shows them.
 *
 * @param traffic the calls
 * @param plots the last hour as plots
 * @param rows the same in steps of five minutes, the latest first
 * @param refused whether an instance wants another token
 */
record TrafficView(ServiceTraffic traffic, List<Plot> plots, List<Row> rows, boolean refused) {

	private static final int SLOTS_IN_ROW = 20;

	static TrafficView of(ServiceTraffic traffic, Instant now) {
		List<Moment> hour = traffic.history();
		List<Plot> plots = List.of(
				new Plot("calls", LinePlot.of(hour, now, 1, List.of(new Curve("calls", Moment::callsPerSecond)))),
				new Plot("errors", LinePlot.of(hour, now, 1, List.of(new Curve("errors", TrafficView::percentage)))),
				new Plot("durations", LinePlot.of(hour, now, 1,
						List.of(new Curve("p50", Moment::p50Millis), new Curve("p99", Moment::p99Millis)))));
		return new TrafficView(traffic, plots, rows(hour),
				traffic.instances().stream().anyMatch((each) -> each.state() == FigureState.REFUSED));
	}

	/** Whether any instance gives figures. */
	public boolean measured() {
		return this.traffic.measured() > 0;
	}

	/** Calls of each measured instance by its endpoint. */
	public Map<String, Rate> instances() {
		return this.traffic.instances()
			.stream()
			.filter((each) -> each.state() == FigureState.MEASURED)
			.collect(Collectors.toMap(ServiceTraffic.OfInstance::endpoint, ServiceTraffic.OfInstance::live));
	}

	private static @Nullable Double percentage(Moment moment) {
		Double rate = moment.errorRate();
		return (rate != null) ? rate * 100 : null;
	}

	private static List<Row> rows(List<Moment> hour) {
		List<Row> rows = new ArrayList<>();
		for (int end = hour.size(); end > 0; end -= SLOTS_IN_ROW) {
			List<Moment> part = hour.subList(Math.max(0, end - SLOTS_IN_ROW), end);
			rows.add(new Row(part.get(0).at(), average(part.stream().map(Moment::callsPerSecond).toList()),
					average(part.stream().map(Moment::errorRate).toList()),
					average(part.stream().map(Moment::p50Millis).toList()),
					part.stream().map(Moment::p99Millis).filter(Objects::nonNull).max(Double::compare).orElse(null)));
		}
		return rows;
	}

	private static @Nullable Double average(List<@Nullable Double> values) {
		List<Double> known = values.stream().filter(Objects::nonNull).map(Double.class::cast).toList();
		return known.isEmpty() ? null : known.stream().mapToDouble(Double::doubleValue).average().orElse(0);
	}

	/**
	 * A plot.
	 *
	 * @param name what it shows, as the texts know it
	 * @param plot how it is drawn
	 */
	record Plot(String name, LinePlot plot) {

	}

	/**
	 * Five minutes.
	 *
	 * @param at when they began
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
