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

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.ServiceFilter;
import io.mprpc.registryserver.catalog.ServiceFilter.Condition;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.catalog.model.ServicePage;
import io.mprpc.registryserver.console.traffic.ServiceCalls;
import io.mprpc.registryserver.console.traffic.ServiceConsumers;
import io.mprpc.registryserver.console.traffic.ServiceFigures;
import io.mprpc.registryserver.operation.MutedConsumers;
import io.mprpc.registryserver.traffic.model.HistoryRange;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The list of services, and the page of each service with its matrix.
 */
@Controller
class ServicePages {

	private final Catalog catalog;

	private final ServiceCalls calls;

	private final MutedConsumers muted;

	ServicePages(Catalog catalog, ServiceCalls calls, MutedConsumers muted) {
		this.catalog = catalog;
		this.calls = calls;
		this.muted = muted;
	}

	@GetMapping("/services")
	String services(@RequestParam(defaultValue = "") String text,
			@RequestParam(defaultValue = "ANY") Condition condition, @RequestParam(defaultValue = "0") int page,
			Model model) {
		ServiceFilter filter = new ServiceFilter(text, condition, Math.max(page, 0), ServiceFilter.DEFAULT_SIZE);
		ServicePage services = this.catalog.services(filter);
		model.addAttribute("services", services);
		model.addAttribute("pages", Pages.of(services.page(), services.pages(), services.total()));
		model.addAttribute("filter", filter);
		model.addAttribute("conditions", Condition.values());
		model.addAttribute("failing", this.calls.failing());
		return "console/services";
	}

	@GetMapping("/services/{name}")
	String service(@PathVariable String name, @RequestParam(defaultValue = "") String text,
			@RequestParam(defaultValue = "0") int page,
			@ModelAttribute(name = "range", binding = false) HistoryRange range, Model model) {
		ServiceDetail detail = NotFound.unless(name, ServiceName::new, this.catalog::service);
		model.addAttribute("detail", detail);
		model.addAttribute("governed", isGoverned(detail));
		ServiceFigures figures = this.calls.of(detail.name(), range);
		model.addAttribute("figures", figures);
		model.addAttribute("consumers", ServiceConsumers.of(detail.consumers(), figures.traffic(), this.muted::test));
		Matrix matrix = Matrix.of(detail, text, Math.max(page, 0));
		model.addAttribute("matrix", matrix);
		model.addAttribute("pages", Pages.of(matrix.page(), matrix.pages(), matrix.total()));
		return "console/service";
	}

	/** Whether a rule of operators applies. */
	private static boolean isGoverned(ServiceDetail detail) {
		return detail.instances()
			.stream()
			.anyMatch((instance) -> instance.rule() != null || instance.versionOutOfService());
	}

}
