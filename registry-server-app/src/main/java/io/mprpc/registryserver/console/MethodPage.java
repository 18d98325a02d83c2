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

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.MethodRow;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.console.traffic.LastHour;
import io.mprpc.registryserver.console.traffic.TrafficView;
import io.mprpc.registryserver.polled.PolledTraffic;
import io.mprpc.registryserver.polled.Rate;
import io.mprpc.registryserver.polled.ServiceTraffic;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The page of one method of a service, with its call statistics.
 */
@Controller
class MethodPage {

	private final Catalog catalog;

	private final PolledTraffic traffic;

	MethodPage(Catalog catalog, PolledTraffic traffic) {
		this.catalog = catalog;
		this.traffic = traffic;
	}

	@GetMapping("/services/{name}/methods/{method}")
	String method(@PathVariable String name, @PathVariable String method, Model model) {
		ServiceDetail detail = NotFound.unless(name, ServiceName::new, this.catalog::service);
		MethodRow row = NotFound
			.unless(detail.methods().stream().filter((each) -> each.name().equals(method)).findFirst());
		ServiceTraffic service = this.traffic.service(detail.name());
		Rate live = service.methods()
			.stream()
			.filter((each) -> each.method().equals(method))
			.findFirst()
			.map(ServiceTraffic.OfMethod::live)
			.orElse(Rate.NONE);
		Instant now = Instant.now();
		model.addAttribute("detail", detail);
		model.addAttribute("method", row);
		model.addAttribute("traffic", TrafficView.of(service, now));
		model.addAttribute("hour", LastHour.of(live, this.traffic.method(detail.name(), method), now));
		return "console/method";
	}

}
