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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mprpc.registryserver.catalog.model.Consumer;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.ConsumerCalls;
import org.jspecify.annotations.Nullable;

/**
 * Consumers of a service, those of the registry and those that report: the ones with
 * unsent and failed calls first, then by their calls.
 *
 * @param rows the first of them
 * @param more number of others
 */
public record ServiceConsumers(List<Row> rows, int more) {

	/** Consumers on a page. */
	static final int SHOWN = 100;

	private static final Comparator<Row> ORDER = Comparator.comparingDouble(Row::unsent)
		.thenComparingDouble(Row::failed)
		.thenComparingDouble(Row::perSecond)
		.reversed()
		.thenComparing(Row::process);

	/**
	 * Copies the rows.
	 */
	public ServiceConsumers {
		rows = List.copyOf(rows);
	}

	/**
	 * Consumers of a service.
	 * @param registered processes that reference it
	 * @param traffic its calls
	 * @param muted whether the consumers of an application are muted
	 * @return the consumers
	 */
	public static ServiceConsumers of(List<Consumer> registered, ServiceTraffic traffic,
			Function<String, Boolean> muted) {
		Map<String, ConsumerCalls> reported = traffic.consumers()
			.stream()
			.collect(Collectors.toMap(ConsumerCalls::process, Function.identity(), (some, other) -> some,
					LinkedHashMap::new));
		List<Row> rows = new ArrayList<>();
		for (Consumer consumer : registered) {
			ConsumerCalls calls = reported.remove(consumer.id());
			rows.add(new Row(consumer.id(), consumer.application(), consumer.host(), consumer.pid(),
					(calls != null) ? calls.made() : null, muted.apply(consumer.application())));
		}
		reported.values()
			.forEach((calls) -> rows
				.add(new Row(calls.process(), calls.application(), "", 0, calls.made(), calls.muted())));
		rows.sort(ORDER);
		int shown = Math.min(SHOWN, rows.size());
		return new ServiceConsumers(rows.subList(0, shown), rows.size() - shown);
	}

	/**
	 * One process.
	 *
	 * @param process its identity
	 * @param application name of its application
	 * @param host host that it runs on, empty if the registry does not know it
	 * @param pid its process id, 0 if not known
	 * @param made its calls of the service, {@code null} if it does not report any
	 * @param muted whether its application is muted
	 */
	public record Row(String process, String application, String host, long pid, @Nullable CallRates made,
			boolean muted) {

		double unsent() {
			return (this.made != null) ? this.made.unsentPerSecond() : 0;
		}

		double failed() {
			return (this.made != null) ? this.made.failedPerSecond() : 0;
		}

		double perSecond() {
			return (this.made != null) ? this.made.callsPerSecond() : 0;
		}

	}

}
