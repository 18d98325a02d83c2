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

import java.util.List;
import java.util.Map;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.polled.OfferTraffic;
import io.mprpc.registryserver.polled.PolledTraffic;
import io.mprpc.registryserver.polled.Rate;
import io.mprpc.registryserver.polled.ServiceTraffic;
import io.mprpc.registryserver.polled.TimeBucket;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST endpoints for call statistics.
 */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Traffic", description = "Call statistics of services, as reported by their instances")
class TrafficController {

	private final PolledTraffic traffic;

	TrafficController(PolledTraffic traffic) {
		this.traffic = traffic;
	}

	@GetMapping("/services/{service}/traffic")
	@Operation(summary = "Call statistics of a service, now and over the last hour")
	ServiceTraffic service(@PathVariable ServiceName service) {
		return this.traffic.service(service);
	}

	@GetMapping("/services/{service}/traffic/{method}")
	@Operation(summary = "Call statistics of a method over the last hour")
	List<TimeBucket> method(@PathVariable ServiceName service, @PathVariable String method) {
		return this.traffic.method(service, method);
	}

	@GetMapping("/instances/{endpoint}/traffic/{service}")
	@Operation(summary = "Call statistics of a service at one instance, now and over the last hour")
	OfferTraffic instance(@PathVariable Endpoint endpoint, @PathVariable ServiceName service) {
		return this.traffic.instance(service, endpoint)
			.orElseThrow(
					() -> new UnknownResourceException("No instance at " + endpoint + " is polled for statistics"));
	}

	@GetMapping("/traffic/edges")
	@Operation(summary = "Calls of applications to services, as counted by the applications")
	Map<String, Map<String, Rate>> edges(@RequestParam(required = false) @Nullable String application) {
		Map<String, Map<String, Rate>> edges = this.traffic.edges();
		return (application != null) ? Map.of(application, edges.getOrDefault(application, Map.of())) : edges;
	}

}
