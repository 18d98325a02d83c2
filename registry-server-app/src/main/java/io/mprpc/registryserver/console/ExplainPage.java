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

import java.util.List;
import java.util.stream.Stream;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.model.MethodRow;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.explain.Explainer;
import io.mprpc.registryserver.traffic.model.ReportingProcess;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page that explains where calls of a method go, and why.
 */
@Controller
class ExplainPage {

	private static final int MAX_CONSUMERS = 500;

	private final Catalog catalog;

	private final Explainer explainer;

	ExplainPage(Catalog catalog, Explainer explainer) {
		this.catalog = catalog;
		this.explainer = explainer;
	}

	@GetMapping("/services/{name}/explain")
	String explain(@PathVariable String name, @RequestParam(defaultValue = "") String method,
			@RequestParam(defaultValue = "") String consumer, Model model) {
		ServiceDetail detail = NotFound.unless(name, ServiceName::new, this.catalog::service);
		List<String> methods = detail.methods().stream().map(MethodRow::name).toList();
		String chosen = (method.isEmpty() && !methods.isEmpty()) ? methods.get(0) : method;
		model.addAttribute("methods", methods);
		model.addAttribute("consumer", consumer);
		model.addAttribute("consumers", consumers(detail.name(), consumer));
		model.addAttribute("explanation", NotFound.unless(this.explainer.explain(detail.name(), chosen, consumer)));
		return "console/explain";
	}

	private List<String> consumers(ServiceName service, String chosen) {
		Stream<String> reporting = this.explainer.consumers(service)
			.stream()
			.map(ReportingProcess::id)
			.limit(MAX_CONSUMERS);
		// One that has stopped to report stays chosen.
		return Stream.concat(reporting, Stream.of(chosen)).filter((id) -> !id.isEmpty()).distinct().toList();
	}

}
