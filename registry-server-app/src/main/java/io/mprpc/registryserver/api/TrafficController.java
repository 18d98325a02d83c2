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

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import io.mprpc.registryserver.traffic.model.TrafficOverview;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
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
 * REST endpoints for call statistics of services.
 */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Traffic", description = "Call statistics of services, as processes report them")
class TrafficController {

	/** Range if none is given. */
	static final String DEFAULT_RANGE = "1h";

	/** Description of the range. */
	static final String RANGE = "15m, 1h (slots of 15 seconds) or 6h (slots of 90 seconds)";

	private final Traffic traffic;

	private final Catalog catalog;

	TrafficController(Traffic traffic, Catalog catalog) {
		this.traffic = traffic;
		this.catalog = catalog;
	}

	@GetMapping("/traffic")
	@Operation(summary = "Calls of all services at present, and calls that consumers could not send")
	TrafficOverview overview() {
		return this.traffic.overview();
	}

	@GetMapping("/traffic/history")
	@Operation(summary = "History of the calls of all services")
	TrafficHistory history(@Parameter(description = RANGE) @RequestParam(defaultValue = DEFAULT_RANGE) String range) {
		return this.traffic.history(range(range));
	}

	@GetMapping("/traffic/edges")
	@Operation(summary = "Calls of applications to services, as the applications count them")
	List<TrafficEdge> edges(@RequestParam(required = false) @Nullable String application) {
		List<TrafficEdge> edges = this.traffic.edges();
		return (application != null) ? edges.stream().filter((edge) -> edge.application().equals(application)).toList()
				: edges;
	}

	@GetMapping("/traffic/unsent")
	@Operation(summary = "Calls that consumers could not send within the last ten seconds, and why")
	List<UnsentCalls> unsent() {
		return this.traffic.unsent();
	}

	@GetMapping("/services/{service}/traffic")
	@Operation(summary = "Calls of a service at present, by method, instance and consumer")
	ServiceTraffic service(@PathVariable ServiceName service) {
		return this.traffic.service(known(service));
	}

	@GetMapping("/services/{service}/traffic/history")
	@Operation(summary = "History of the calls of a service")
	TrafficHistory serviceHistory(@PathVariable ServiceName service,
			@Parameter(description = RANGE) @RequestParam(defaultValue = DEFAULT_RANGE) String range) {
		return this.traffic.service(known(service), range(range));
	}

	@GetMapping("/services/{service}/methods/{method}/traffic/history")
	@Operation(summary = "History of the calls of a method")
	TrafficHistory methodHistory(@PathVariable ServiceName service, @PathVariable String method,
			@Parameter(description = RANGE) @RequestParam(defaultValue = DEFAULT_RANGE) String range) {
		return this.traffic.method(known(service), method, range(range));
	}

	@GetMapping("/services/{service}/consumers/{application}/traffic/history")
	@Operation(summary = "History of the calls of an application to a service, as the application counts them")
	TrafficHistory consumerHistory(@PathVariable ServiceName service, @PathVariable String application,
			@Parameter(description = RANGE) @RequestParam(defaultValue = DEFAULT_RANGE) String range) {
		return this.traffic.consumer(known(service), application, range(range));
	}

	@GetMapping("/instances/{endpoint}/traffic/{service}")
	@Operation(summary = "Calls of a service at one instance at present")
	ServiceTraffic.InstanceCalls instance(@PathVariable Endpoint endpoint, @PathVariable ServiceName service) {
		return this.traffic.service(offered(endpoint, service))
			.instances()
			.stream()
			.filter((each) -> each.endpoint().equals(endpoint.toString()))
			.findFirst()
			.orElseThrow(() -> new UnknownResourceException(
					"The instance at " + endpoint + " does not report to this server"));
	}

	@GetMapping("/instances/{endpoint}/traffic/{service}/history")
	@Operation(summary = "History of the calls of a service at one instance")
	TrafficHistory instanceHistory(@PathVariable Endpoint endpoint, @PathVariable ServiceName service,
			@Parameter(description = RANGE) @RequestParam(defaultValue = DEFAULT_RANGE) String range) {
		return this.traffic.instance(offered(endpoint, service), endpoint, range(range));
	}

	/**
	 * Reads a range.
	 * @throws InvalidInputException if there is no such range
	 */
	static HistoryRange range(String code) {
		return InvalidInputException.read(() -> HistoryRange.of(code));
	}

	private ServiceName known(ServiceName service) {
		if (this.catalog.effective(service).isEmpty()) {
			throw new UnknownResourceException("The registry knows no service " + service);
		}
		return service;
	}

	private ServiceName offered(Endpoint endpoint, ServiceName service) {
		boolean offered = this.catalog.effective(service)
			.filter((found) -> found.instances()
				.stream()
				.anyMatch((each) -> each.published().endpoint().equals(endpoint)))
			.isPresent();
		if (!offered) {
			throw new UnknownResourceException(service + " is not offered at " + endpoint);
		}
		return service;
	}

}
