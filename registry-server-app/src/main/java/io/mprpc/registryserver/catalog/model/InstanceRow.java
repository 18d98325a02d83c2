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

package io.mprpc.registryserver.catalog.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service: its published metadata, and its effective state for
 * consumers.
 *
 * @param endpoint where it takes calls
 * @param application name of its application, may be empty
 * @param version version of the service there, empty if it has none
 * @param status effective status for consumers
 * @param publishedStatus status that it published
 * @param weight effective weight for consumers
 * @param publishedWeight weight that it published
 * @param zone zone that it runs in, empty if it has none
 * @param tags further properties
 * @param startTime time of its start, {@code null} if unknown
 * @param uptime time since its start, {@code null} if unknown
 * @param uuid identity of its current incarnation, {@code null} if unknown
 * @param methods simple names of the methods that it exposes
 * @param versionOutOfService whether its version as a whole takes no new calls
 * @param rule rule of operators that applies to it, {@code null} if none
 */
public record InstanceRow(Endpoint endpoint, String application, String version, InstanceStatus status,
		InstanceStatus publishedStatus, int weight, int publishedWeight, String zone, SortedMap<String, String> tags,
		@Nullable Instant startTime, @Nullable Duration uptime, @Nullable String uuid, SortedSet<String> methods,
		boolean versionOutOfService, @Nullable RuleSummary rule) {

	/**
	 * Copies tags and methods.
	 */
	public InstanceRow {
		tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
		methods = Collections.unmodifiableSortedSet(new TreeSet<>(methods));
	}

}
