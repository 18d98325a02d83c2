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
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.HistorySlot;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.LoadHistory.LoadSlot;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import org.jspecify.annotations.Nullable;

/**
 * A history in coarser steps, the latest first.
 *
 * @param step length of a step
 * @param columns the columns
 * @param rows the steps
 */
public record HistoryTable(Duration step, List<Column> columns, List<Row> rows) {

	static HistoryTable of(TrafficHistory history) {
		return of(history.range(), history.slots(), HistorySlot::at,
				List.of(new Source<>("callsPerSecond", "rate", HistorySlot::callsPerSecond, false),
						new Source<>("failedPerSecond", "rate", HistorySlot::failedPerSecond, false),
						new Source<>("unsentPerSecond", "rate", HistorySlot::unsentPerSecond, false),
						new Source<>("p50Millis", "ms", HistorySlot::p50Millis, false),
						new Source<>("p99Millis", "ms", HistorySlot::p99Millis, true)));
	}

	static HistoryTable of(LoadHistory history) {
		return of(history.range(), history.slots(), LoadSlot::at,
				List.of(new Source<>("processCpu", "share", LoadSlot::processCpu, false),
						new Source<>("heapAfterCollection", "bytes", LoadSlot::heapAfterCollection, true),
						new Source<>("collectionShare", "share", LoadSlot::collectionShare, false),
						new Source<>("threads", "count", LoadSlot::threads, true)));
	}

	private static <T> HistoryTable of(HistoryRange range, List<T> slots, Function<T, Instant> time,
			List<Source<T>> sources) {
		Duration step = step(range);
		List<Row> rows = new ArrayList<>();
		for (int end = slots.size(); end > 0;) {
			Instant at = floor(time.apply(slots.get(end - 1)), step);
			int begin = end - 1;
			while (begin > 0 && !time.apply(slots.get(begin - 1)).isBefore(at)) {
				begin--;
			}
			List<T> part = slots.subList(begin, end);
			List<@Nullable Double> values = new ArrayList<>();
			sources.forEach((source) -> values.add(source.of(part)));
			rows.add(new Row(at, Collections.unmodifiableList(values)));
			end = begin;
		}
		return new HistoryTable(step,
				sources.stream().map((source) -> new Column(source.name(), source.unit())).toList(), rows);
	}

	private static Duration step(HistoryRange range) {
		return switch (range) {
			case MINUTES_15 -> Duration.ofMinutes(1);
			case HOUR -> Duration.ofMinutes(5);
			case HOURS_6 -> Duration.ofMinutes(30);
		};
	}

	private static Instant floor(Instant at, Duration step) {
		return Instant.ofEpochSecond(at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), step.toSeconds()));
	}

	/**
	 * A column.
	 *
	 * @param name name in the keys of messages
	 * @param unit unit of its values, as in {@link Plots}
	 */
	record Column(String name, String unit) {

	}

	/**
	 * A step.
	 *
	 * @param at its start
	 * @param values a value for each column, {@code null} where nothing was reported
	 */
	record Row(Instant at, List<@Nullable Double> values) {

	}

	/**
	 * Source of a column: the average of the slots of a step, or the highest of them.
	 */
	private record Source<T>(String name, String unit, Function<T, @Nullable Double> value, boolean highest) {

		@Nullable Double of(List<T> slots) {
			List<Double> known = new ArrayList<>();
			for (T slot : slots) {
				Double value = this.value.apply(slot);
				if (value != null) {
					known.add(value);
				}
			}
			if (known.isEmpty()) {
				return null;
			}
			return this.highest ? Collections.max(known)
					: known.stream().mapToDouble(Double::doubleValue).average().orElse(0);
		}

	}

}
