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

package io.mprpc.registryserver.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.InstanceDetail;
import io.mprpc.registryserver.catalog.model.InstanceRow;
import io.mprpc.registryserver.console.Matrix.Cell;
import io.mprpc.registryserver.console.traffic.Plots;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.InstanceCalls;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The page of the instance at one endpoint.
 */
@Controller
class InstancePage {

	private static final Set<String> SHOWN = Set.of("gRPC_port", "instance_status", "zone", "version");

	private final Catalog catalog;

	private final Traffic traffic;

	InstancePage(Catalog catalog, Traffic traffic) {
		this.catalog = catalog;
		this.traffic = traffic;
	}

	@GetMapping("/instances/{at}")
	String instance(@PathVariable String at, @ModelAttribute("range") HistoryRange range, Model model) {
		InstanceDetail detail = NotFound.unless(at, Endpoint::parse, this.catalog::instance);
		ProcessTraffic process = process(detail.endpoint()).orElse(null);
		model.addAttribute("instance", detail);
		model.addAttribute("further", further(detail));
		model.addAttribute("process", process);
		model.addAttribute("load", (process != null) ? load(process.process(), range) : null);
		List<Offer> offers = new ArrayList<>();
		for (InstanceDetail.Offer offer : detail.services()) {
			offers.add(offer(offer, "calls-" + offers.size(), range));
		}
		model.addAttribute("offers", offers);
		return "console/instance";
	}

	/** The process that takes calls at an endpoint. */
	private Optional<ProcessTraffic> process(Endpoint endpoint) {
		return this.traffic.processes()
			.stream()
			.filter((process) -> process.endpoints().contains(endpoint))
			// One that was killed may not have left yet.
			.max(Comparator.comparing(ReportingProcess::isReporting))
			.flatMap((process) -> this.traffic.process(process.id()));
	}

	private Plots load(ReportingProcess process, HistoryRange range) {
		return Plots.load("load", this.traffic.load(process.id(), range), "processes", process.id(), "load");
	}

	/** Metadata that the page does not show elsewhere. */
	private static SortedMap<String, String> further(InstanceDetail detail) {
		SortedMap<String, String> further = new TreeMap<>(detail.metadata());
		further.keySet().removeAll(SHOWN);
		detail.services().forEach((offer) -> offer.instance().tags().forEach(further::remove));
		return further;
	}

	private Offer offer(InstanceDetail.Offer offer, String id, HistoryRange range) {
		InstanceRow instance = offer.instance();
		String endpoint = instance.endpoint().toString();
		CallRates live = this.traffic.service(offer.service())
			.instances()
			.stream()
			.filter((each) -> each.endpoint().equals(endpoint))
			.findFirst()
			.map(InstanceCalls::served)
			.orElse(null);
		Plots plots = (live != null)
				? Plots.calls(id, this.traffic.instance(offer.service(), instance.endpoint(), range), "instances",
						endpoint, "traffic", offer.service().value(), "history")
				: null;
		return new Offer(offer.service().value(), instance,
				offer.methods().stream().map((method) -> Cell.of(instance, method.name(), method.state())).toList(),
				Matrix.operation(instance), live, plots);
	}

	/**
	 * One service at the endpoint.
	 *
	 * @param service name of the service
	 * @param instance the instance of the service
	 * @param cells its methods, including those that only other instances have
	 * @param operation operation on it, {@code null} if none
	 * @param live calls that it serves, {@code null} if it does not report
	 * @param plots plots of the calls, {@code null} if it does not report
	 */
	record Offer(String service, InstanceRow instance, List<Cell> cells, @Nullable String operation,
			@Nullable CallRates live, @Nullable Plots plots) {

	}

}
