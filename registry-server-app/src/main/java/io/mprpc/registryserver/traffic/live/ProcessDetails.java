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
import java.util.Comparator;
import java.util.List;

import io.mprpc.registryserver.catalog.NaturalOrder;
import io.mprpc.registryserver.traffic.history.CallSum;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ProcessTraffic.MethodOfProcess;
import io.mprpc.registryserver.traffic.model.ProcessTraffic.PickedInstance;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import org.jspecify.annotations.Nullable;

/**
 * Calls and load of one process in detail.
 */
final class ProcessDetails {

	private static final Comparator<MethodOfProcess> METHODS = Comparator.comparing(MethodOfProcess::service)
		.thenComparing(MethodOfProcess::method);

	private ProcessDetails() {
	}

	/**
	 * Details of a process.
	 * @param process the process
	 * @param figures its current figures, {@code null} if there are none
	 * @param unsent calls that it could not send
	 * @return the details
	 */
	static ProcessTraffic of(ReportingProcess process, @Nullable ProcessFigures figures, List<UnsentCalls> unsent) {
		if (figures == null) {
			return new ProcessTraffic(process, CallRates.NONE, CallRates.NONE, List.of(), List.of(), List.of(), unsent,
					null);
		}
		CallSum provided = new CallSum();
		CallSum consumed = new CallSum();
		List<MethodOfProcess> providedMethods = new ArrayList<>();
		List<MethodOfProcess> consumedMethods = new ArrayList<>();
		List<PickedInstance> picked = new ArrayList<>();
		for (SeriesFigures each : figures.series()) {
			SeriesId id = each.id();
			CallSum sum = new CallSum();
			// Before the second report only calls in flight are known.
			sum.add(each.calls(), (figures.seconds() > 0) ? 1 / figures.seconds() : 0);
			sum.addInFlight(each.inFlight());
			switch (id.kind()) {
				case PROVIDED_METHOD ->
					providedMethods.add(new MethodOfProcess(id.service(), id.method(), sum.rates()));
				case CONSUMED_METHOD ->
					consumedMethods.add(new MethodOfProcess(id.service(), id.method(), sum.rates()));
				case CONSUMED_INSTANCE ->
					picked.add(new PickedInstance(id.service(), String.valueOf(id.endpoint()), sum.rates()));
				default -> {
					// In the sums only.
				}
			}
			if (id.isProvided()) {
				provided.add(sum);
			}
			else if (id.isConsumed()) {
				consumed.add(sum);
			}
		}
		providedMethods.sort(METHODS);
		consumedMethods.sort(METHODS);
		picked.sort(Comparator.comparing(PickedInstance::service)
			.thenComparing((one, other) -> NaturalOrder.compare(one.endpoint(), other.endpoint())));
		return new ProcessTraffic(process, provided.rates(), consumed.rates(), providedMethods, consumedMethods, picked,
				unsent, figures.load());
	}

}
