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

package io.mprpc.registryserver.outage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.catalog.model.ServiceHealth;
import io.mprpc.registryserver.outage.Availability.Level;
import io.mprpc.registryserver.outage.Outage.Caller;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import io.mprpc.registryserver.traffic.model.UnsentReason;

/**
 * Availability of all services, from the registry and from what consumers report.
 */
public final class Outages {

	private final Catalog catalog;

	private final Traffic traffic;

	/**
	 * Creates it.
	 * @param catalog services and instances
	 * @param traffic calls that consumers could not send
	 */
	public Outages(Catalog catalog, Traffic traffic) {
		this.catalog = catalog;
		this.traffic = traffic;
	}

	/**
	 * Availability at present.
	 * @return the availability
	 */
	public Availability now() {
		return of(this.catalog.overview(), this.traffic.unsent());
	}

	/**
	 * Availability by the numbers of a registry.
	 * @param overview the numbers
	 * @return the availability
	 */
	public Availability of(Overview overview) {
		return of(overview, this.traffic.unsent());
	}

	static Availability of(Overview overview, List<UnsentCalls> unsent) {
		int unavailable = Math.max(0, overview.unavailable() - overview.retired());
		List<Outage> outages = outages(unsent);
		return new Availability(level(overview, unavailable > 0 || !outages.isEmpty()), unavailable, outages,
				ownFaults(unsent));
	}

	private static Level level(Overview overview, boolean outage) {
		if (outage) {
			return Level.OUTAGE;
		}
		if (!overview.registry().live()) {
			return Level.UNKNOWN;
		}
		return (overview.health().getOrDefault(ServiceHealth.Level.IMPAIRED, 0) > 0) ? Level.IMPAIRED : Level.UP;
	}

	/**
	 * Outages among calls that were not sent.
	 * @param unsent the calls
	 * @return the outages, the most calls first
	 */
	public static List<Outage> outages(List<UnsentCalls> unsent) {
		Map<Key, List<UnsentCalls>> byMethod = new LinkedHashMap<>();
		for (UnsentCalls calls : unsent) {
			if (calls.isOutage()) {
				byMethod.computeIfAbsent(Key.of(calls), (key) -> new ArrayList<>()).add(calls);
			}
		}
		return byMethod.entrySet()
			.stream()
			.map((entry) -> outage(entry.getKey(), entry.getValue()))
			.sorted(Comparator.comparingDouble(Outage::perSecond).reversed())
			.toList();
	}

	/**
	 * Calls that were not sent for reasons of the consumers, and those of muted ones.
	 * @param unsent the calls
	 * @return those that are no outage, in the same order
	 */
	public static List<UnsentCalls> ownFaults(List<UnsentCalls> unsent) {
		return unsent.stream().filter((calls) -> !calls.isOutage()).toList();
	}

	private static Outage outage(Key key, List<UnsentCalls> calls) {
		List<UnsentCalls> most = calls.stream()
			.sorted(Comparator.comparingDouble(UnsentCalls::perSecond).reversed())
			.toList();
		Instant since = calls.stream().map(UnsentCalls::since).min(Comparator.naturalOrder()).orElseThrow();
		String text = most.stream().map(UnsentCalls::text).filter((each) -> !each.isEmpty()).findFirst().orElse("");
		return new Outage(key.service(), key.method(), key.reason(),
				calls.stream().mapToDouble(UnsentCalls::perSecond).sum(), text, since,
				most.stream().map((each) -> new Caller(each.process(), each.application(), each.perSecond())).toList());
	}

	private record Key(String service, String method, UnsentReason reason) {

		static Key of(UnsentCalls calls) {
			return new Key(calls.service(), calls.method(), calls.reason());
		}

	}

}
