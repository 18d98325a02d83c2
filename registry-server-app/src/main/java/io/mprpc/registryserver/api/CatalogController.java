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
import io.mprpc.registryserver.catalog.ServiceFilter;
import io.mprpc.registryserver.catalog.model.Consumer;
import io.mprpc.registryserver.catalog.model.InstanceDetail;
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.catalog.model.ServicePage;
import io.mprpc.registryserver.catalog.model.UnmatchedRule;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalFilter;
import io.mprpc.registryserver.outage.Outages;
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
 * REST endpoints that read the catalog.
 */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Catalog", description = "Services, instances, consumers and topology")
class CatalogController {

	private static final int RECENT = 20;

	private final Catalog catalog;

	private final Outages outages;

	private final Journal journal;

	CatalogController(Catalog catalog, Outages outages, Journal journal) {
		this.catalog = catalog;
		this.outages = outages;
		this.journal = journal;
	}

	@GetMapping("/overview")
	@Operation(
			summary = "Whether everything can be called, numbers of services, instances and consumers, and the most recent changes")
	OverviewResponse overview() {
		Overview overview = this.catalog.overview();
		return new OverviewResponse(overview, this.outages.of(overview),
				this.journal.entries(JournalFilter.newest(RECENT)));
	}

	@GetMapping("/services")
	@Operation(summary = "One page of the list of services")
	ServicePage services(
			@Parameter(description = "Part of the name of a service, method or application") @RequestParam(
					defaultValue = "") String text,
			@RequestParam(defaultValue = "ANY") ServiceFilter.Condition condition,
			@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "" + ServiceFilter.DEFAULT_SIZE) int size) {
		return this.catalog.services(InvalidInputException.read(() -> new ServiceFilter(text, condition, page, size)));
	}

	@GetMapping("/services/{service}")
	@Operation(summary = "A service: its methods at its instances, its versions, its consumers and its rules",
			description = "Its rulesVersion, sent as If-Match, makes a command change exactly these rules")
	ServiceDetail service(@PathVariable ServiceName service) {
		return this.catalog.service(service)
			.orElseThrow(() -> new UnknownResourceException("The registry knows no service " + service));
	}

	@GetMapping("/instances/{endpoint}")
	@Operation(summary = "The instance at an endpoint")
	InstanceDetail instance(@PathVariable Endpoint endpoint) {
		return this.catalog.instance(endpoint)
			.orElseThrow(() -> new UnknownResourceException("Nothing is offered at " + endpoint));
	}

	@GetMapping("/consumers")
	@Operation(summary = "Processes that reference any service")
	List<Consumer> consumers() {
		return this.catalog.consumers();
	}

	@GetMapping("/topology")
	@Operation(summary = "One page of the calls between applications",
			description = "Pages are of applications in the order of their names, each with the calls that it makes")
	TopologyResponse topology(@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "" + TopologyResponse.DEFAULT_SIZE) int size) {
		return InvalidInputException.read(() -> TopologyResponse.of(this.catalog.topology(), page, size));
	}

	@GetMapping("/rules/unmatched")
	@Operation(summary = "Rules that match no instance at present")
	List<UnmatchedRule> unmatchedRules() {
		return this.catalog.unmatchedRules();
	}

}
