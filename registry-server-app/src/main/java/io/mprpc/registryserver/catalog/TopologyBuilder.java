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

package io.mprpc.registryserver.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.mprpc.internal.governance.EffectiveInstance;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.model.ServiceHealth;
import io.mprpc.registryserver.catalog.model.Topology;

/**
 * Builder of the topology, which application calls which, from services and references.
 */
final class TopologyBuilder {

	private final SortedMap<String, Entry> applications = new TreeMap<>();

	private final Map<ServiceName, SortedMap<String, Integer>> providers = new TreeMap<>();

	private final Map<ServiceName, ServiceHealth.Level> health = new HashMap<>();

	static Topology of(Collection<GovernedService> services, Collection<ConsumerReference> references) {
		TopologyBuilder builder = new TopologyBuilder();
		services.forEach(builder::offer);
		references.forEach((reference) -> builder.entry(reference.application()).processes.add(reference.toString()));
		List<Topology.Node> nodes = builder.applications.entrySet()
			.stream()
			.map((entry) -> new Topology.Node(entry.getKey(), entry.getValue().endpoints.size(),
					List.copyOf(entry.getValue().services), entry.getValue().processes.size()))
			.toList();
		return new Topology(nodes, builder.edges(references));
	}

	private void offer(GovernedService service) {
		ServiceName name = service.published().service();
		this.health.put(name, service.health().level());
		for (EffectiveInstance instance : service.instances()) {
			String application = instance.published().metadata().application();
			Entry entry = entry(application);
			entry.endpoints.add(instance.published().endpoint());
			entry.services.add(name);
			int inService = instance.takesCalls() ? 1 : 0;
			this.providers.computeIfAbsent(name, (ignored) -> new TreeMap<>())
				.merge(application, inService, Integer::sum);
		}
	}

	private List<Topology.Edge> edges(Collection<ConsumerReference> references) {
		Map<ServiceName, SortedMap<String, Long>> callers = references.stream()
			.collect(Collectors.groupingBy(ConsumerReference::service, TreeMap::new,
					Collectors.groupingBy(ConsumerReference::application, TreeMap::new, Collectors.counting())));
		List<Topology.Edge> edges = new ArrayList<>();
		callers.forEach((service, byApplication) -> byApplication.forEach((consumer, processes) -> {
			ServiceHealth.Level level = this.health.getOrDefault(service, ServiceHealth.Level.NO_INSTANCE);
			SortedMap<String, Integer> offering = this.providers.getOrDefault(service, new TreeMap<>());
			offering.forEach((provider, inService) -> edges
				.add(new Topology.Edge(consumer, service, provider, processes.intValue(), inService, level)));
			if (offering.isEmpty()) {
				edges.add(new Topology.Edge(consumer, service, null, processes.intValue(), 0, level));
			}
		}));
		return edges;
	}

	private Entry entry(String application) {
		return this.applications.computeIfAbsent(application, (name) -> new Entry());
	}

	/** Offers and references of an application. */
	private static final class Entry {

		private final Set<Endpoint> endpoints = new HashSet<>();

		private final SortedSet<ServiceName> services = new TreeSet<>();

		private final Set<String> processes = new HashSet<>();

	}

}
