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
package io.mprpc.architecture;

import java.util.List;
import java.util.Set;

/**
 * Rooms of the programs that break the rules.
 */
enum FixtureRoom implements Room {

	/** A room that uses no other. */
	REGISTRY("registry"),

	/** A room beside {@link #CONSUMER}. */
	PROVIDER("provider", REGISTRY),

	/** A room beside {@link #PROVIDER}. */
	CONSUMER("consumer", REGISTRY),

	/** The room that sees all. */
	AUTOCONFIGURE("autoconfigure", REGISTRY, PROVIDER, CONSUMER);

	private final String path;

	private final Set<FixtureRoom> mayUse;

	FixtureRoom(String path, FixtureRoom... mayUse) {
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
	public Set<FixtureRoom> mayUse() {
		return this.mayUse;
	}

}
