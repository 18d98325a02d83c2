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

package io.mprpc.registryserver.console.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.catalog.model.Topology.Edge;
import org.jspecify.annotations.Nullable;

/**
 * Calls between two applications, whatever the number of services.
 *
 * @param from application that calls
 * @param to application that is called, or the name of a service without a provider
 * @param missing whether it has no provider
 * @param edges the services
 */
public record TopologyLinks(String from, String to, boolean missing, List<Edge> edges) {

	static List<TopologyLinks> of(Topology topology) {
		Map<List<Object>, TopologyLinks> links = new LinkedHashMap<>();
		for (Edge edge : topology.edges()) {
			boolean missing = edge.provider() == null;
			String to = (edge.provider() != null) ? edge.provider() : edge.service().value();
			links
				.computeIfAbsent(List.of(edge.consumer(), to, missing),
						(key) -> new TopologyLinks(edge.consumer(), to, missing, new ArrayList<>()))
				.edges()
				.add(edge);
		}
		return List.copyOf(links.values());
	}

	/**
	 * Selects the links that lead from or to an application, directly or indirectly.
	 * @param links all
	 * @param focus the application, {@code null} for all
	 * @return the selected links
	 */
	static List<TopologyLinks> around(List<TopologyLinks> links, @Nullable String focus) {
		if (focus == null) {
			return links;
		}
		Set<String> callees = reach(links, focus, true);
		Set<String> callers = reach(links, focus, false);
		return links.stream().filter((link) -> callees.contains(link.from()) || callers.contains(link.to())).toList();
	}

	/** Selects the links that lead from or to an application directly. */
	static List<TopologyLinks> touching(List<TopologyLinks> links, String focus) {
		return links.stream()
			.filter((link) -> link.from().equals(focus) || (link.to().equals(focus) && !link.missing()))
			.toList();
	}

	/** Whether every service of the link can be called. */
	boolean isServed() {
		return !this.missing
				&& this.edges.stream().allMatch((edge) -> edge.inService() > 0 && !edge.health().isUnavailable());
	}

	/** Names of the services. */
	public List<String> services() {
		return this.edges.stream().map(Edge::service).map(ServiceName::value).toList();
	}

	/** Identity of the called node, distinct from every application's name. */
	public String target() {
		return this.missing ? "?" + this.to : this.to;
	}

	private static Set<String> reach(List<TopologyLinks> links, String focus, boolean downstream) {
		Set<String> reached = new TreeSet<>(Set.of(focus));
		Deque<String> open = new ArrayDeque<>(reached);
		while (!open.isEmpty()) {
			String at = open.remove();
			for (TopologyLinks link : links) {
				String here = downstream ? link.from() : link.to();
				String there = downstream ? link.to() : link.from();
				if (here.equals(at) && !link.missing() && reached.add(there)) {
					open.add(there);
				}
			}
		}
		return reached;
	}

}
