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

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.outage.Outage;
import io.mprpc.registryserver.outage.Outages;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.MethodCalls;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import io.mprpc.registryserver.traffic.model.UnsentReason;

import org.springframework.stereotype.Component;

/**
 * Call statistics of services and methods for their pages.
 */
@Component
public class ServiceCalls {

	private static final String ID = "traffic";

	private final Traffic traffic;

	ServiceCalls(Traffic traffic) {
		this.traffic = traffic;
	}

	/**
	 * Call statistics of a service.
	 * @param service the service
	 * @param range range of the plots
	 * @return the statistics
	 */
	public ServiceFigures of(ServiceName service, HistoryRange range) {
		ServiceTraffic calls = this.traffic.service(service);
		Plots plots = Plots.calls(ID, this.traffic.service(service, range), "services", service.value(), "traffic",
				"history");
		return figures(calls, calls.live(), unsent(calls), (unsent) -> true, plots);
	}

	/**
	 * Call statistics of a method.
	 * @param service its service
	 * @param method simple name of the method
	 * @param range range of the plots
	 * @return the statistics
	 */
	public ServiceFigures of(ServiceName service, String method, HistoryRange range) {
		ServiceTraffic calls = this.traffic.service(service);
		MethodCalls found = ServiceFigures.method(calls, method);
		Plots plots = Plots.calls(ID, this.traffic.method(service, method, range), "services", service.value(),
				"methods", method, "traffic", "history");
		CallRates made = (found != null) ? found.made() : CallRates.NONE;
		CallRates all = (found != null) ? found.served().withUnsentOf(made) : CallRates.NONE;
		return figures(calls, all, made, (unsent) -> unsent.method().equals(method), plots);
	}

	/**
	 * Services of which consumers cannot send calls.
	 * @return full names of the services
	 */
	public Set<String> failing() {
		return Outages.outages(this.traffic.unsent()).stream().map(Outage::service).collect(Collectors.toSet());
	}

	/** Calls that were not sent, of all methods. */
	private static CallRates unsent(ServiceTraffic calls) {
		double perSecond = 0;
		Map<UnsentReason, Double> byReason = new EnumMap<>(UnsentReason.class);
		for (MethodCalls method : calls.methods()) {
			perSecond += method.made().unsentPerSecond();
			method.made().unsent().forEach((reason, rate) -> byReason.merge(reason, rate, Double::sum));
		}
		return new CallRates(perSecond, perSecond, Map.of(), perSecond, byReason, 0, null, null);
	}

	private ServiceFigures figures(ServiceTraffic calls, CallRates served, CallRates made, Predicate<UnsentCalls> of,
			Plots plots) {
		List<UnsentCalls> unsent = this.traffic.unsent()
			.stream()
			.filter((each) -> each.service().equals(calls.service()))
			.filter(of)
			.toList();
		return new ServiceFigures(calls, served, made, Outages.outages(unsent), Outages.ownFaults(unsent), plots);
	}

}
