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
import java.util.Set;
import java.util.stream.Collectors;

import io.mprpc.registryserver.catalog.model.Topology;

/**
 * One page of the calls between applications.
 *
 * @param nodes applications of the page, in the order of their names
 * @param edges calls of these applications
 * @param page number of the page, from 0
 * @param size applications on a page
 * @param total number of applications on all pages
 * @param pages number of pages
 */
record TopologyResponse(List<Topology.Node> nodes, List<Topology.Edge> edges, int page, int size, int total,
		int pages) {

	/** Largest number of applications on a page. */
	static final int MAX_SIZE = 500;

	/** Number of applications on a page if none is given. */
	static final int DEFAULT_SIZE = 200;

	/**
	 * The page of a topology.
	 * @param topology all applications and their calls
	 * @param page number of the page
	 * @param size applications on a page
	 * @return the page, empty beyond the last one
	 * @throws IllegalArgumentException if page or size is out of range
	 */
	static TopologyResponse of(Topology topology, int page, int size) {
		if (page < 0) {
			throw new IllegalArgumentException("Page " + page + " does not exist: the first one is 0");
		}
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("Size " + size + " is not between 1 and " + MAX_SIZE);
		}
		int total = topology.nodes().size();
		List<Topology.Node> nodes = topology.nodes().stream().skip((long) page * size).limit(size).toList();
		Set<String> callers = nodes.stream().map(Topology.Node::application).collect(Collectors.toSet());
		return new TopologyResponse(nodes,
				topology.edges().stream().filter((edge) -> callers.contains(edge.consumer())).toList(), page, size,
				total, (total + size - 1) / size);
	}

}
