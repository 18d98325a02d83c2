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

package io.mprpc.registryserver.architecture;

import java.util.List;
import java.util.Set;

import io.mprpc.architecture.FloorPlan;
import io.mprpc.architecture.Room;

/**
 * Packages of this module and their allowed dependencies. A package can name only
 * packages above it in this list, so that a cycle cannot be declared.
 */
enum ServerRoom implements Room {

	/** Bounds of HTTP requests: size, time and concurrency. */
	HTTP("http"),

	/** The embedded ZooKeeper, alone or as a member: properties and access, health. */
	ENSEMBLE("ensemble"),

	/** Immutable values of the catalog. */
	CATALOG_MODEL("catalog.model"),

	/**
	 * Live, immutable view of services, methods, instances and consumers.
	 */
	CATALOG("catalog", CATALOG_MODEL),

	/** Journal of registrations, status changes and operations. */
	JOURNAL("journal"),

	/** Commands of operators: checked, written as rules, and recorded. */
	OPERATION("operation", CATALOG_MODEL, CATALOG, JOURNAL),

	/** Immutable values of the call statistics. */
	TRAFFIC_MODEL("traffic.model"),

	/** History of calls and load in time slots. */
	TRAFFIC_HISTORY("traffic.history", TRAFFIC_MODEL),

	/** Call statistics as processes report them. */
	TRAFFIC("traffic", CATALOG_MODEL, CATALOG, TRAFFIC_MODEL),

	/** Figures of reporting processes. */
	TRAFFIC_LIVE("traffic.live", CATALOG_MODEL, CATALOG, TRAFFIC_MODEL, TRAFFIC_HISTORY, TRAFFIC),

	/** Whether all services can be called. */
	OUTAGE("outage", CATALOG_MODEL, CATALOG, TRAFFIC_MODEL, TRAFFIC),

	/** Reading of reports, bounded and validated. */
	REPORTS_READING("reports.reading", TRAFFIC_MODEL, TRAFFIC),

	/** Bounds of the connections of the report port. */
	REPORTS_PORT("reports.port"),

	/** Report port: streams of processes. */
	REPORTS("reports", TRAFFIC_MODEL, TRAFFIC, REPORTS_READING, REPORTS_PORT),

	/** Manual method invocation. */
	TRYIT("tryit", CATALOG_MODEL, CATALOG, JOURNAL, REPORTS),

	/** Generated from the protocol of the exchange of history. */
	MEMBERS_V1("members.v1"),

	/** Members of an ensemble: exchange of history. */
	MEMBERS("members", TRAFFIC_MODEL, TRAFFIC_HISTORY, MEMBERS_V1),

	/** Explanation of routing. */
	EXPLAIN("explain", CATALOG_MODEL, CATALOG, JOURNAL, TRAFFIC_MODEL, TRAFFIC, REPORTS),

	/** REST API. */
	API("api", OUTAGE, HTTP, CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC_MODEL, TRAFFIC, REPORTS,
			EXPLAIN),

	/** Addresses of pages. */
	CONSOLE_LINK("console.link"),

	/** The page of the topology. */
	CONSOLE_TOPOLOGY("console.topology", CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC_MODEL, TRAFFIC,
			REPORTS, EXPLAIN, API),

	/** Charts and call statistics. */
	CONSOLE_TRAFFIC("console.traffic", CONSOLE_LINK, OUTAGE, CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT,
			TRAFFIC_MODEL, TRAFFIC, REPORTS, EXPLAIN, API),

	/** Views of processes. */
	CONSOLE_PROCESS("console.process", TRAFFIC_MODEL, TRAFFIC, CONSOLE_TRAFFIC),

	/** Pages of the console. */
	CONSOLE("console", CONSOLE_LINK, OUTAGE, CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC_MODEL, TRAFFIC,
			REPORTS, EXPLAIN, API, CONSOLE_TOPOLOGY, CONSOLE_TRAFFIC, CONSOLE_PROCESS),

	/** Main class and configuration. */
	ROOT("", OUTAGE, ENSEMBLE, CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC_MODEL, TRAFFIC_HISTORY,
			TRAFFIC_LIVE, TRAFFIC, REPORTS, EXPLAIN, API, CONSOLE_TOPOLOGY, CONSOLE_TRAFFIC, CONSOLE_PROCESS, CONSOLE),

	/** Report port: properties, start and announcement. */
	REPORTS_SETUP("reports.setup", ENSEMBLE, TRAFFIC_HISTORY, TRAFFIC, REPORTS_READING, REPORTS_PORT, REPORTS, MEMBERS,
			ROOT),

	/** Logins, roles and authorization. */
	SECURITY("security", HTTP, ENSEMBLE, ROOT);

	private final String path;

	private final Set<ServerRoom> mayUse;

	ServerRoom(String path, ServerRoom... mayUse) {
		this.path = path;
		this.mayUse = Set.of(mayUse);
	}

	static FloorPlan plan(String rootPackage) {
		return new FloorPlan(rootPackage, List.of(values()));
	}

	@Override
	public String path() {
		return this.path;
	}

	@Override
	public Set<ServerRoom> mayUse() {
		return this.mayUse;
	}

}
