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
import io.mprpc.registryserver.catalog.model.MethodRow;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.console.traffic.ServiceCalls;
import io.mprpc.registryserver.traffic.model.HistoryRange;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * The page of one method of a service, with its call statistics.
 */
@Controller
class MethodPage {

	private final Catalog catalog;

	private final ServiceCalls calls;

	MethodPage(Catalog catalog, ServiceCalls calls) {
		this.catalog = catalog;
		this.calls = calls;
	}

	@GetMapping("/services/{name}/methods/{method}")
	String method(@PathVariable String name, @PathVariable String method,
			@ModelAttribute(name = "range", binding = false) HistoryRange range, Model model) {
		ServiceDetail detail = NotFound.unless(name, ServiceName::new, this.catalog::service);
		MethodRow row = NotFound
			.unless(detail.methods().stream().filter((each) -> each.name().equals(method)).findFirst());
		model.addAttribute("detail", detail);
		model.addAttribute("method", row);
		model.addAttribute("figures", this.calls.of(detail.name(), method, range));
		return "console/method";
	}

}
