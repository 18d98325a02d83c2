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

import java.util.List;
import java.util.Optional;

import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import org.jspecify.annotations.Nullable;

/**
 * One page of the list of processes.
 *
 * @param rows processes of the page
 * @param page number of the page, from 0
 * @param pages number of pages
 * @param total number of processes on all pages
 */
public record ProcessList(List<Row> rows, int page, int pages, int total) {

	/** Number of processes on a page. */
	static final int SIZE = 50;

	/**
	 * Selects a page.
	 * @param traffic processes with their calls and load
	 * @param filter which processes
	 * @param page number of the page, from 0
	 * @return the page, empty beyond the last one
	 */
	public static ProcessList of(Traffic traffic, ProcessFilter filter, int page) {
		List<ReportingProcess> matching = traffic.processes().stream().filter(filter::matches).toList();
		// Only of those that are shown: the calls of all cost more.
		List<Row> rows = matching.stream()
			.skip((long) page * SIZE)
			.limit(SIZE)
			.map((process) -> Row.of(process, traffic.process(process.id())))
			.toList();
		return new ProcessList(rows, page, (matching.size() + SIZE - 1) / SIZE, matching.size());
	}

	/**
	 * One process.
	 *
	 * @param process the process
	 * @param role its role
	 * @param provided calls that it served
	 * @param consumed calls that it made or could not send
	 * @param load its load, {@code null} if it does not report
	 */
	public record Row(ReportingProcess process, ProcessRole role, CallRates provided, CallRates consumed,
			@Nullable ProcessLoad load) {

		private static Row of(ReportingProcess process, Optional<ProcessTraffic> traffic) {
			return new Row(process, ProcessRole.of(process),
					traffic.map(ProcessTraffic::provided).orElse(CallRates.NONE),
					traffic.map(ProcessTraffic::consumed).orElse(CallRates.NONE),
					traffic.map(ProcessTraffic::load).orElse(null));
		}

	}

}
