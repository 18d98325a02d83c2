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

import io.mprpc.registryserver.console.process.ProcessFilter;
import io.mprpc.registryserver.console.process.ProcessFilter.Reporting;
import io.mprpc.registryserver.console.process.ProcessFilter.Role;
import io.mprpc.registryserver.console.process.ProcessList;
import io.mprpc.registryserver.console.process.ProcessView;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The list of processes, and the page of each process.
 */
@Controller
class ProcessPages {

	private final Traffic traffic;

	ProcessPages(Traffic traffic) {
		this.traffic = traffic;
	}

	@GetMapping("/processes")
	String processes(@RequestParam(defaultValue = "") String text, @RequestParam(defaultValue = "ANY") Role role,
			@RequestParam(defaultValue = "ANY") Reporting reporting, @RequestParam(defaultValue = "0") int page,
			Model model) {
		ProcessFilter filter = new ProcessFilter(text, role, reporting);
		ProcessList processes = ProcessList.of(this.traffic, filter, Math.max(page, 0));
		model.addAttribute("processes", processes);
		model.addAttribute("pages", Pages.of(processes.page(), processes.pages(), processes.total()));
		model.addAttribute("filter", filter);
		model.addAttribute("roles", Role.values());
		model.addAttribute("reportings", Reporting.values());
		return "console/processes";
	}

	@GetMapping("/processes/{id}")
	String process(@PathVariable String id, @ModelAttribute("range") HistoryRange range, Model model) {
		ProcessTraffic process = NotFound.unless(this.traffic.process(id));
		model.addAttribute("view", ProcessView.of(process, this.traffic, range));
		return "console/process";
	}

}
