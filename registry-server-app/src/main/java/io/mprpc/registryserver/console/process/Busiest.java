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

package io.mprpc.registryserver.console.process;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.mprpc.registryserver.traffic.model.CallRates;

/**
 * The rows of a table that tell the most, in their own order: those with failed or unsent
 * calls first, then the busiest.
 *
 * @param <T> type of the rows
 * @param rows the rows
 * @param more number of rows that are left out
 */
public record Busiest<T>(List<T> rows, int more) {

	/** Maximum number of rows. */
	static final int MAX_ROWS = 200;

	static <T> Busiest<T> of(List<T> all, Function<T, CallRates> calls) {
		if (all.size() <= MAX_ROWS) {
			return new Busiest<>(List.copyOf(all), 0);
		}
		Comparator<Integer> order = Comparator.comparingDouble((i) -> -calls.apply(all.get(i)).failedPerSecond());
		List<T> rows = IntStream.range(0, all.size())
			.boxed()
			.sorted(order.thenComparingDouble((i) -> -calls.apply(all.get(i)).callsPerSecond()))
			.limit(MAX_ROWS)
			.sorted()
			.map(all::get)
			.toList();
		return new Busiest<>(rows, all.size() - rows.size());
	}

}
