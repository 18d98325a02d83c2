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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import org.jspecify.annotations.Nullable;

/**
 * Drawing of the topology: callers on the left, providers on the right. Lengths are in
 * pixels.
 *
 * @param width width of the drawing
 * @param height height of the drawing
 * @param boxes applications that call or are called, and services without a provider
 * @param lines calls between them
 * @param links the same calls, for the table
 * @param alone applications that neither call nor are called
 * @param focus application that it is limited to, {@code null} for all
 * @param size size of the whole graph, of which only a part may be shown
 */
record TopologyView(int width, int height, List<Box> boxes, List<Line> lines, List<TopologyLinks> links,
		List<Topology.Node> alone, @Nullable String focus, Size size) {

	/** Maximum number of nodes that are drawn. */
	static final int MAX_NODES = 80;

	private static final int MAX_LINKS = 160;

	private static final int MAX_ALONE = 100;

	private static final int MAX_APPLICATIONS = 1000;

	/**
	 * Draws the topology.
	 * @param topology applications and their references
	 * @param traffic calls of applications to services
	 * @param focus application to limit the drawing to, {@code null} for all
	 * @return the drawing
	 */
	static TopologyView of(Topology topology, Collection<TrafficEdge> traffic, @Nullable String focus) {
		Map<String, Topology.Node> applications = topology.nodes()
			.stream()
			.collect(Collectors.toMap(Topology.Node::application, (node) -> node));
		String known = (focus != null && applications.containsKey(focus)) ? focus : null;
		List<TopologyLinks> all = TopologyLinks.of(topology, traffic);
		List<TopologyLinks> reached = TopologyLinks.around(all, known);
		boolean narrowed = known != null && isTooMuch(reached);
		List<TopologyLinks> links = (known != null && narrowed) ? TopologyLinks.touching(all, known) : reached;
		Set<String> linked = all.stream()
			.flatMap((link) -> Stream.of(link.from(), link.target()))
			.collect(Collectors.toSet());
		List<Topology.Node> alone = topology.nodes()
			.stream()
			.filter((node) -> !linked.contains(node.application()))
			.toList();
		Size size = new Size(nodes(links), links.size(), alone.size(), narrowed,
				topology.nodes()
					.stream()
					.map(Topology.Node::application)
					.filter((name) -> !name.isEmpty())
					.limit(MAX_APPLICATIONS)
					.toList());
		List<Topology.Node> shown = alone.subList(0, Math.min(alone.size(), MAX_ALONE));
		if (isTooMuch(links)) {
			return new TopologyView(0, 0, List.of(), List.of(), links.subList(0, Math.min(links.size(), MAX_LINKS)),
					shown, known, size);
		}
		return new TopologyDrawing(links, applications, known).draw(shown, size);
	}

	/**
	 * Whether the graph is too large to draw.
	 * @return whether nothing is drawn for that reason
	 */
	public boolean isCut() {
		return this.boxes.isEmpty() && this.size.nodes() > 0;
	}

	private static boolean isTooMuch(List<TopologyLinks> links) {
		return links.size() > MAX_LINKS || nodes(links) > MAX_NODES;
	}

	private static int nodes(List<TopologyLinks> links) {
		return (int) links.stream().flatMap((link) -> Stream.of(link.from(), link.target())).distinct().count();
	}

	/**
	 * Size of the graph.
	 *
	 * @param nodes applications that call or are called, and services without a provider
	 * @param links number of caller and provider pairs
	 * @param alone applications that neither call nor are called
	 * @param narrowed whether only neighbours of the focus are shown, because the graph
	 * is too large
	 * @param applications names of applications to choose a focus from
	 */
	record Size(int nodes, int links, int alone, boolean narrowed, List<String> applications) {
	}

	/**
	 * A node of the graph.
	 *
	 * @param key identity of the node
	 * @param name its name
	 * @param label its name, shortened to the box
	 * @param x left edge
	 * @param y top edge
	 * @param width width
	 * @param application the application, {@code null} for a service without a provider
	 * @param callsItself whether it calls a service of its own
	 */
	record Box(String key, String name, String label, int x, int y, int width, Topology.@Nullable Node application,
			boolean callsItself) {

	}

	/**
	 * Calls between two nodes.
	 *
	 * @param link the calls
	 * @param path SVG path of the line
	 * @param tip SVG path of the arrow's head
	 */
	record Line(TopologyLinks link, String path, String tip) {

		/**
		 * CSS classes of the line: {@code w0} to {@code w5} by the calls per second,
		 * {@code failing} if calls fail or are not sent, and {@code down} if a service
		 * cannot be called.
		 * @return the classes
		 */
		public String look() {
			return "w" + this.link.width() + (this.link.isFailing() ? " failing" : "")
					+ (this.link.isServed() ? "" : " down");
		}

	}

}
