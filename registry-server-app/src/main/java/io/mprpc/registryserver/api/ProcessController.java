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

package io.mprpc.registryserver.api;

import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.ProcessTraffic;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST endpoints for processes and what they report.
 */
@RestController
@RequestMapping(path = "/api/v1/processes", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Processes", description = "Providers and consumers, their calls and their load, as they report them")
class ProcessController {

	private final Traffic traffic;

	ProcessController(Traffic traffic) {
		this.traffic = traffic;
	}

	@GetMapping
	@Operation(summary = "One page of the list of processes")
	ProcessPage processes(
			@Parameter(description = "Part of the identity, the application or a service") @RequestParam(
					defaultValue = "") String text,
			@RequestParam(required = false) ReportingProcess.@Nullable State state,
			@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "" + ProcessFilter.DEFAULT_SIZE) int size) {
		ProcessFilter filter = InvalidInputException.read(() -> new ProcessFilter(text, state, page, size));
		return filter.page(this.traffic.processes());
	}

	@GetMapping("/{id}")
	@Operation(summary = "A process: its calls and its load at present")
	ProcessTraffic process(@PathVariable String id) {
		return this.traffic.process(id)
			.orElseThrow(() -> new UnknownResourceException("The registry knows no process " + id));
	}

	@GetMapping("/{id}/load")
	@Operation(summary = "History of the load of a process")
	LoadHistory load(@PathVariable String id, @Parameter(description = TrafficController.RANGE) @RequestParam(
			defaultValue = TrafficController.DEFAULT_RANGE) String range) {
		process(id);
		return this.traffic.load(id, TrafficController.range(range));
	}

	@GetMapping("/{id}/traffic/history")
	@Operation(summary = "History of the calls that a process made or could not send")
	TrafficHistory history(@PathVariable String id, @Parameter(description = TrafficController.RANGE) @RequestParam(
			defaultValue = TrafficController.DEFAULT_RANGE) String range) {
		process(id);
		return this.traffic.process(id, TrafficController.range(range));
	}

}
