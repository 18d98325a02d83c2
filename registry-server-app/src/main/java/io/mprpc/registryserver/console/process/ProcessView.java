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
import java.util.Map;
import java.util.stream.Collectors;

import io.mprpc.registryserver.console.traffic.Plots;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ProcessTraffic.MethodOfProcess;
import io.mprpc.registryserver.traffic.model.ProcessTraffic.PickedInstance;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.UnsentCalls;

/**
 * One process, as its page shows it.
 *
 * @param traffic its calls and load
 * @param role its role
 * @param consumed methods that it calls
 * @param picked instances that it calls
 * @param provided methods that it serves
 * @param calls plots of the calls that it makes
 * @param load plots of its load
 */
public record ProcessView(ProcessTraffic traffic, ProcessRole role, Busiest<MethodOfProcess> consumed,
		Busiest<Pick> picked, Busiest<MethodOfProcess> provided, Plots calls, Plots load) {

	/**
	 * Views a process.
	 * @param process its calls and load
	 * @param traffic histories
	 * @param range range of the plots
	 * @return the view
	 */
	public static ProcessView of(ProcessTraffic process, Traffic traffic, HistoryRange range) {
		String id = process.process().id();
		return new ProcessView(process, ProcessRole.of(process.process()),
				Busiest.of(process.consumedMethods(), MethodOfProcess::calls),
				Busiest.of(picks(process.picked()), (pick) -> pick.instance().calls()),
				Busiest.of(process.providedMethods(), MethodOfProcess::calls),
				Plots.calls("made", traffic.process(id, range), "processes", id, "traffic", "history"),
				Plots.load("load", traffic.load(id, range), "processes", id, "load"));
	}

	/**
	 * Name of the process.
	 * @return its application, its identity if it has none
	 */
	public String name() {
		ReportingProcess process = this.traffic.process();
		return process.application().isEmpty() ? process.id() : process.application();
	}

	/**
	 * Whether calls that it cannot send mean an outage of a service that nobody has
	 * muted.
	 * @return whether any do
	 */
	public boolean isOutage() {
		return this.traffic.unsent().stream().anyMatch(UnsentCalls::isOutage);
	}

	private static List<Pick> picks(List<PickedInstance> picked) {
		Map<String, Double> sums = picked.stream()
			.collect(Collectors.groupingBy(PickedInstance::service,
					Collectors.summingDouble((each) -> each.calls().callsPerSecond())));
		return picked.stream().map((each) -> {
			double sum = sums.getOrDefault(each.service(), 0.0);
			return new Pick(each, (sum > 0) ? each.calls().callsPerSecond() / sum : 0);
		}).toList();
	}

	/**
	 * One instance that it calls.
	 *
	 * @param instance the instance
	 * @param share share of the calls to the service, from 0 to 1
	 */
	public record Pick(PickedInstance instance, double share) {

	}

}
