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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.console.topology.LayeredGraph.Chain;
import io.mprpc.registryserver.console.topology.LayeredGraph.Edge;
import org.jspecify.annotations.Nullable;

/**
 * Drawing of one view: boxes in layers, and lines between them.
 */
final class TopologyDrawing {

	private static final int BOX_HEIGHT = 40;

	private static final int DISTANCE = 54;

	private static final int BETWEEN_LAYERS = 110;

	private static final int MARGIN = 12;

	private static final int LONGEST_NAME = 28;

	private final List<TopologyLinks> links;

	private final Map<String, Topology.Node> applications;

	private final @Nullable String focus;

	private final Map<String, Integer> numbers = new LinkedHashMap<>();

	private final List<String> names = new ArrayList<>();

	TopologyDrawing(List<TopologyLinks> links, Map<String, Topology.Node> applications, @Nullable String focus) {
		this.links = links;
		this.applications = applications;
		this.focus = focus;
		if (focus != null) {
			number(focus, focus);
		}
		for (TopologyLinks link : links) {
			number(link.from(), link.from());
			number(link.target(), link.to());
		}
	}

	TopologyView draw(List<Topology.Node> alone, TopologyView.Size size) {
		List<TopologyLinks> drawn = this.links.stream().filter((link) -> !link.from().equals(link.target())).toList();
		LayeredGraph graph = new LayeredGraph(this.names.size(),
				drawn.stream().map((link) -> new Edge(number(link.from()), number(link.target()))).toList());
		GraphLayout layout = new GraphLayout(graph, DISTANCE);
		int[] left = new int[graph.vertices()];
		int[] width = new int[graph.vertices()];
		int x = MARGIN;
		double bottom = 0;
		for (List<Integer> layer : layout.layers()) {
			int widest = layer.stream().filter(graph::isNode).mapToInt(this::width).max().orElse(0);
			for (int vertex : layer) {
				width[vertex] = widest;
				left[vertex] = x;
				bottom = Math.max(bottom, layout.y(vertex));
			}
			x += widest + BETWEEN_LAYERS;
		}
		Pen pen = new Pen(left, width, layout);
		List<TopologyView.Line> lines = new ArrayList<>();
		for (int i = 0; i < drawn.size(); i++) {
			lines.add(pen.line(drawn.get(i), graph.chains().get(i)));
		}
		return new TopologyView(Math.max(x - BETWEEN_LAYERS, 0) + MARGIN, (int) bottom + BOX_HEIGHT + 2 * MARGIN,
				boxes(pen), lines, this.links, alone, this.focus, size);
	}

	private List<TopologyView.Box> boxes(Pen pen) {
		Set<String> selfish = this.links.stream()
			.filter((link) -> link.from().equals(link.target()))
			.map(TopologyLinks::from)
			.collect(Collectors.toSet());
		List<TopologyView.Box> boxes = new ArrayList<>();
		this.numbers.forEach((key, vertex) -> {
			String name = this.names.get(vertex);
			boxes.add(new TopologyView.Box(key, name, shortened(name), pen.left[vertex],
					pen.middle(vertex) - BOX_HEIGHT / 2, pen.width[vertex],
					key.startsWith("?") ? null : this.applications.get(key), selfish.contains(key)));
		});
		return boxes;
	}

	private void number(String key, String name) {
		if (this.numbers.putIfAbsent(key, this.names.size()) == null) {
			this.names.add(name);
		}
	}

	private int number(String key) {
		return this.numbers.getOrDefault(key, 0);
	}

	private int width(int vertex) {
		return Math.max(172, 24 + (int) (shortened(this.names.get(vertex)).length() * 6.9));
	}

	private static String shortened(String name) {
		// The end of a name is more specific than its beginning.
		return (name.length() <= LONGEST_NAME) ? name : '\u2026' + name.substring(name.length() - LONGEST_NAME + 1);
	}

	/** Draws lines between boxes. */
	private record Pen(int[] left, int[] width, GraphLayout layout) {

		int middle(int vertex) {
			return MARGIN + BOX_HEIGHT / 2 + (int) Math.round(this.layout.y(vertex));
		}

		TopologyView.Line line(TopologyLinks link, Chain chain) {
			List<Integer> along = chain.vertices();
			StringBuilder path = new StringBuilder();
			int x = right(along.get(0)) + (chain.turned() ? 7 : 0);
			int y = middle(along.get(0));
			path.append("M").append(x).append(' ').append(y);
			for (int i = 1; i < along.size(); i++) {
				boolean last = i == along.size() - 1;
				int nextX = this.left[along.get(i)] - ((last && !chain.turned()) ? 7 : 0);
				int nextY = middle(along.get(i));
				int bend = (nextX - x) / 2;
				path.append(String.format(Locale.ROOT, "C%d %d %d %d %d %d", x + bend, y, nextX - bend, nextY, nextX,
						nextY));
				if (!last) {
					x = right(along.get(i));
					path.append('H').append(x);
					y = nextY;
				}
			}
			int end = chain.turned() ? along.get(0) : along.get(along.size() - 1);
			int tipX = chain.turned() ? right(end) : this.left[end];
			int back = chain.turned() ? 8 : -8;
			String tip = String.format(Locale.ROOT, "M%d %dl%d -4v8z", tipX, middle(end), back);
			return new TopologyView.Line(link, path.toString(), tip);
		}

		private int right(int vertex) {
			return this.left[vertex] + this.width[vertex];
		}

	}

}
