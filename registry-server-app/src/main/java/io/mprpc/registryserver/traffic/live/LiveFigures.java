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

package io.mprpc.registryserver.traffic.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.registryserver.traffic.history.CallSum;

/**
 * Figures of all processes whose reports are current, at one moment, by service.
 */
final class LiveFigures {

	private final List<ProcessFigures> processes = new ArrayList<>();

	private final Map<String, List<Entry>> byService = new HashMap<>();

	private final Map<String, CallSum> services = new HashMap<>();

	private final CallSum total = new CallSum();

	LiveFigures(Collection<ProcessFigures> current) {
		for (ProcessFigures process : current) {
			this.processes.add(process);
			if (process.seconds() > 0) {
				process.series().forEach((series) -> add(new Entry(process, series)));
			}
		}
	}

	private void add(Entry entry) {
		SeriesId id = entry.series().id();
		if (!id.isOther()) {
			this.byService.computeIfAbsent(id.service(), (name) -> new ArrayList<>()).add(entry);
		}
		if (id.kind() != Kind.CONSUMED_INSTANCE) {
			entry.addEffect(this.total);
			if (!id.isOther()) {
				entry.addEffect(this.services.computeIfAbsent(id.service(), (name) -> new CallSum()));
			}
		}
	}

	/** Processes with a current report. */
	List<ProcessFigures> processes() {
		return this.processes;
	}

	/** Series about a service. */
	List<Entry> ofService(String service) {
		return this.byService.getOrDefault(service, List.of());
	}

	/** Calls that were served, and those that were not sent, by service. */
	Map<String, CallSum> services() {
		return this.services;
	}

	/** Calls that were served, and those that were not sent. */
	CallSum total() {
		return this.total;
	}

	/** All series about services. */
	Collection<List<Entry>> entries() {
		return this.byService.values();
	}

	/**
	 * A series of a process.
	 *
	 * @param process the process
	 * @param series the series
	 */
	record Entry(ProcessFigures process, SeriesFigures series) {

		/** Adds all calls. */
		void addTo(CallSum sum) {
			sum.add(this.series.calls(), 1 / this.process.seconds());
			sum.addInFlight(this.series.inFlight());
		}

		/**
		 * Adds calls that were served; of those that were made, only those that were not
		 * sent, which no provider counts.
		 */
		void addEffect(CallSum sum) {
			if (this.series.id().isProvided()) {
				addTo(sum);
			}
			else {
				sum.add(this.series.calls().unsentOnly(), 1 / this.process.seconds());
			}
		}

	}

}
