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

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.explain.Explainer;
import io.mprpc.registryserver.explain.ServiceExplanation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST endpoint that explains routing.
 */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Explain", description = "Explanation of routing: where calls go, and why")
class ExplainController {

	private final Explainer explainer;

	ExplainController(Explainer explainer) {
		this.explainer = explainer;
	}

	@GetMapping("/services/{service}/explain")
	@Operation(summary = "Which instances of a service consumers pick, and why not the others",
			description = "Asks up to five consumers that report to this server, or a certain one, and waits two seconds at most")
	ServiceExplanation explain(@PathVariable ServiceName service,
			@Parameter(description = "Simple name of a method, empty for any") @RequestParam(
					defaultValue = "") String method,
			@Parameter(description = "Identity of the process to ask, empty for up to five") @RequestParam(
					defaultValue = "") String consumer) {
		return this.explainer.explain(service, method, consumer)
			.orElseThrow(() -> new UnknownResourceException("The registry knows no service " + service));
	}

}
