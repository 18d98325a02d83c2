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

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.InstanceDetail;
import io.mprpc.registryserver.catalog.model.InstanceRow;
import io.mprpc.registryserver.console.Matrix.Cell;
import io.mprpc.registryserver.console.traffic.LastHour;
import io.mprpc.registryserver.polled.OfferTraffic;
import io.mprpc.registryserver.polled.PollState;
import io.mprpc.registryserver.polled.PolledTraffic;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The page of the instance at one endpoint.
 */
@Controller
class InstancePage {

	private static final Set<String> SHOWN = Set.of("gRPC_port", "instance_status", "zone", "version");

	private final Catalog catalog;

	private final PolledTraffic traffic;

	InstancePage(Catalog catalog, PolledTraffic traffic) {
		this.catalog = catalog;
		this.traffic = traffic;
	}

	@GetMapping("/instances/{at}")
	String instance(@PathVariable String at, Model model) {
		InstanceDetail detail = NotFound.unless(at, Endpoint::parse, this.catalog::instance);
		model.addAttribute("instance", detail);
		model.addAttribute("further", further(detail));
		model.addAttribute("offers", detail.services().stream().map(this::offer).toList());
		return "console/instance";
	}

	/** Metadata that the page does not show elsewhere. */
	private static SortedMap<String, String> further(InstanceDetail detail) {
		SortedMap<String, String> further = new TreeMap<>(detail.metadata());
		further.keySet().removeAll(SHOWN);
		detail.services().forEach((offer) -> offer.instance().tags().forEach(further::remove));
		return further;
	}

	private Offer offer(InstanceDetail.Offer offer) {
		InstanceRow instance = offer.instance();
		OfferTraffic calls = this.traffic.instance(offer.service(), instance.endpoint()).orElse(null);
		LastHour hour = (calls != null && calls.state() == PollState.MEASURED)
				? LastHour.of(calls.live(), calls.history(), Instant.now()) : null;
		return new Offer(offer.service().value(), instance,
				offer.methods().stream().map((method) -> Cell.of(instance, method.name(), method.state())).toList(),
				Matrix.operation(instance), (calls != null) ? calls.state() : null, hour);
	}

	/**
	 * One service at the endpoint.
	 *
	 * @param service name of the service
	 * @param instance the instance of the service
	 * @param cells its methods, including those that only other instances have
	 * @param operation operation on it, {@code null} if none
	 * @param pollState state of its call statistics, {@code null} if it is not polled
	 * @param hour its call statistics, {@code null} if it does not report them
	 */
	record Offer(String service, InstanceRow instance, List<Cell> cells, @Nullable String operation,
			@Nullable PollState pollState, @Nullable LastHour hour) {

	}

}
