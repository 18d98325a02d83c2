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
 * One instance of a service: what it says of itself, and what consumers take it for.
 *
 * @param endpoint where it takes calls
 * @param application name of its application, may be empty
 * @param version version of the service there, empty if it has none
 * @param status what consumers take it for
 * @param publishedStatus what it says of itself
 * @param weight share of the calls that consumers give to it
 * @param publishedWeight share that it asks for
 * @param zone zone that it runs in, empty if it has none
 * @param tags further properties
 * @param startTime when its process started, {@code null} if not known
 * @param uptime how long that is ago, {@code null} if not known
 * @param uuid identity of its current incarnation, {@code null} if not known
 * @param methods simple names of the methods that it exposes
 * @param versionOutOfService whether its version as a whole takes no new calls
 * @param rule what operators have set for it and applies, {@code null} if nothing
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
