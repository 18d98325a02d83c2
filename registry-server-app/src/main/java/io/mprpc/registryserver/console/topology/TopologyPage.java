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

package io.mprpc.registryserver.console.topology;

import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.traffic.Traffic;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page of the topology.
 */
@Controller
class TopologyPage {

	private final Catalog catalog;

	private final Traffic traffic;

	TopologyPage(Catalog catalog, Traffic traffic) {
		this.catalog = catalog;
		this.traffic = traffic;
	}

	@GetMapping("/topology")
	String topology(@RequestParam(required = false) @Nullable String focus, Model model) {
		model.addAttribute("topology", TopologyView.of(this.catalog.topology(), this.traffic.edges(), focus));
		return "console/topology";
	}

}
