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

import java.util.List;

import io.mprpc.registryserver.console.link.PagePath;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.TrafficHistory;

/**
 * Plots of one history, as the fragment {@code console/plots} shows them. The browser
 * draws them from the HTTP API; the table has the same values for everybody else.
 *
 * @param id prefix of the identities of its elements, unique on the page
 * @param source address of the history in the HTTP API, without the range
 * @param range the range
 * @param plots the plots
 * @param table the same values
 */
public record Plots(String id, String source, HistoryRange range, List<Plot> plots, HistoryTable table) {

	private static final List<Plot> SIGNALS = List.of(new Plot("calls", "rate", List.of("callsPerSecond")),
			new Plot("failed", "rate", List.of("failedPerSecond")),
			new Plot("unsent", "rate", List.of("unsentPerSecond")), new Plot("p99", "ms", List.of("p99Millis")));

	private static final List<Plot> CALLS = List.of(new Plot("calls", "rate", List.of("callsPerSecond")),
			new Plot("failures", "rate", List.of("failedPerSecond", "unsentPerSecond")),
			new Plot("durations", "ms", List.of("p50Millis", "p99Millis")));

	private static final List<Plot> LOAD = List.of(new Plot("processor", "share", List.of("processCpu")),
			new Plot("heap", "bytes", List.of("heapAfterCollection")),
			new Plot("collection", "share", List.of("collectionShare")),
			new Plot("threads", "count", List.of("threads")));

	/**
	 * A plot each of calls, failed calls, unsent calls and durations.
	 * @param id prefix of the identities of its elements, unique on the page
	 * @param history the history
	 * @param source segments of the path of the history below {@code /api/v1}
	 * @return the plots
	 */
	public static Plots signals(String id, TrafficHistory history, String... source) {
		return new Plots(id, path(source), history.range(), SIGNALS, HistoryTable.of(history));
	}

	/**
	 * Plots of calls, of failed and unsent calls, and of durations.
	 * @param id prefix of the identities of its elements, unique on the page
	 * @param history the history
	 * @param source segments of the path of the history below {@code /api/v1}
	 * @return the plots
	 */
	public static Plots calls(String id, TrafficHistory history, String... source) {
		return new Plots(id, path(source), history.range(), CALLS, HistoryTable.of(history));
	}

	/**
	 * Plots of the load of a process.
	 * @param id prefix of the identities of its elements, unique on the page
	 * @param history the history
	 * @param source segments of the path of the history below {@code /api/v1}
	 * @return the plots
	 */
	public static Plots load(String id, LoadHistory history, String... source) {
		return new Plots(id, path(source), history.range(), LOAD, HistoryTable.of(history));
	}

	private static String path(String... segments) {
		return "/api/v1" + PagePath.of(segments);
	}

	/**
	 * Ranges that a reader may choose.
	 * @return the ranges
	 */
	public List<HistoryRange> ranges() {
		return List.of(HistoryRange.values());
	}

	/**
	 * A plot.
	 *
	 * @param name name in the keys of messages
	 * @param unit unit of its values: {@code rate}, {@code count}, {@code ms},
	 * {@code share} or {@code bytes}
	 * @param series names of the values in a slot of the history
	 */
	record Plot(String name, String unit, List<String> series) {

	}

}
