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
 * The rooms of this module. A room can name only rooms that stand above it in this list,
 * so that a cycle cannot even be written down.
 */
enum ServerRoom implements Room {

	/** Bounds of what a request may take: size, time, requests at the same time. */
	HTTP("http"),

	/** Runs the embedded ZooKeeper, alone or as a member. */
	ENSEMBLE("ensemble"),

	/** Answers of the catalog. */
	CATALOG_MODEL("catalog.model"),

	/**
	 * An always-current, immutable view of services, methods, instances, consumers.
	 */
	CATALOG("catalog", CATALOG_MODEL),

	/** What came, went or was commanded. */
	JOURNAL("journal"),

	/** What operators command: checked, written as rules, recorded. */
	OPERATION("operation", CATALOG_MODEL, CATALOG, JOURNAL),

	/** Calls a method of an instance by hand. */
	TRYIT("tryit", CATALOG_MODEL, CATALOG, JOURNAL),

	/** How much is called, and how well. */
	TRAFFIC("traffic", CATALOG_MODEL, CATALOG),

	/** Explains where calls go, as the registry and as consumers see it. */
	EXPLAIN("explain", CATALOG_MODEL, CATALOG, JOURNAL, TRAFFIC),

	/** HTTP for scripts. */
	API("api", HTTP, CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC, EXPLAIN),

	/** The page that draws services and their consumers. */
	CONSOLE_TOPOLOGY("console.topology", CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC, EXPLAIN, API),

	/** Charts and statistics of calls. */
	CONSOLE_TRAFFIC("console.traffic", CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC, EXPLAIN, API,
			CONSOLE_TOPOLOGY),

	/** The pages that people see. */
	CONSOLE("console", CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC, EXPLAIN, API, CONSOLE_TOPOLOGY,
			CONSOLE_TRAFFIC),

	/** Starts the application and wires rooms that know no Spring. */
	ROOT("", ENSEMBLE, CATALOG_MODEL, CATALOG, JOURNAL, OPERATION, TRYIT, TRAFFIC, EXPLAIN, API, CONSOLE_TOPOLOGY,
			CONSOLE_TRAFFIC, CONSOLE),

	/** Who may look and who may command. */
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
