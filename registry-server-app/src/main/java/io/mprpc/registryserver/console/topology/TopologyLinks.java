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
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.catalog.model.Topology.Edge;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import org.jspecify.annotations.Nullable;

/**
 * Calls between two applications, whatever the number of services.
 *
 * @param from application that calls
 * @param to application that is called, or the name of a service without a provider
 * @param missing whether it has no provider
 * @param calls calls to each of its services
 */
record TopologyLinks(String from, String to, boolean missing, List<ServiceCalls> calls) {

	/** Minimum calls per second for each width of a line. */
	private static final List<Double> WIDTHS = List.of(0.01, 1.0, 10.0, 100.0, 1000.0);

	static List<TopologyLinks> of(Topology topology, Collection<TrafficEdge> traffic) {
		Map<List<String>, CallRates> made = new HashMap<>();
		traffic.forEach((edge) -> made.put(List.of(edge.application(), edge.service()), edge.made()));
		Map<List<Object>, TopologyLinks> links = new LinkedHashMap<>();
		for (Edge edge : topology.edges()) {
			boolean missing = edge.provider() == null;
			String to = (edge.provider() != null) ? edge.provider() : edge.service().value();
			links
				.computeIfAbsent(List.of(edge.consumer(), to, missing),
						(key) -> new TopologyLinks(edge.consumer(), to, missing, new ArrayList<>()))
				.calls()
				.add(new ServiceCalls(edge, made.get(List.of(edge.consumer(), edge.service().value()))));
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
		return !this.missing && this.calls.stream()
			.map(ServiceCalls::edge)
			.allMatch((edge) -> edge.inService() > 0 && !edge.health().isUnavailable());
	}

	/** Whether calls fail or are not sent. */
	boolean isFailing() {
		return this.calls.stream().anyMatch(ServiceCalls::isFailing);
	}

	/**
	 * Width of the line, by the calls per second to all of its services.
	 * @return the width, from 0 to 5
	 */
	int width() {
		double perSecond = this.calls.stream()
			.map(ServiceCalls::made)
			.filter(Objects::nonNull)
			.mapToDouble(CallRates::callsPerSecond)
			.sum();
		return (int) WIDTHS.stream().filter((least) -> perSecond >= least).count();
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

	/**
	 * Calls of an application to one service. Where several applications provide the
	 * service, they are the calls to all of them.
	 *
	 * @param edge the reference
	 * @param made the calls, {@code null} if no process of the application reports any
	 */
	record ServiceCalls(Edge edge, @Nullable CallRates made) {

		/**
		 * Whether calls fail or are not sent.
		 * @return whether any did within the last interval
		 */
		public boolean isFailing() {
			return this.made != null && (this.made.failedPerSecond() > 0 || this.made.unsentPerSecond() > 0);
		}

	}

}
