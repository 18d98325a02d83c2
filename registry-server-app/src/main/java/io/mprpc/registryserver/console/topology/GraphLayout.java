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
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Computes the positions of a layered graph: first the order within the layers, to reduce
 * crossings, then the heights, to straighten edges.
 */
final class GraphLayout {

	private static final int SWEEPS = 16;

	private static final int STRAIGHTENINGS = 12;

	private final LayeredGraph graph;

	private final double distance;

	private final double[] position;

	private List<List<Integer>> order;

	/**
	 * Lays out a graph.
	 * @param graph the graph
	 * @param distance minimum distance between two nodes of a layer
	 */
	GraphLayout(LayeredGraph graph, double distance) {
		this.graph = graph;
		this.distance = distance;
		this.position = new double[graph.vertices()];
		this.order = copy(graph.layers());
		uncross();
		straighten();
	}

	/** Vertices of each layer, from top to bottom. */
	List<List<Integer>> layers() {
		return this.order;
	}

	/** Vertical centre of a vertex; the topmost is at 0. */
	double y(int vertex) {
		return this.position[vertex];
	}

	private void uncross() {
		number();
		List<List<Integer>> best = copy(this.order);
		long fewest = crossings();
		for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
			boolean down = sweep % 2 == 0;
			for (int i = 0; i < this.order.size(); i++) {
				int layer = down ? i : this.order.size() - 1 - i;
				IntFunction<List<Integer>> towards = down ? this.graph::before : this.graph::after;
				this.order.get(layer).sort(Comparator.comparingDouble((vertex) -> mean(vertex, towards)));
				number(layer);
			}
			long now = crossings();
			if (now < fewest) {
				fewest = now;
				best = copy(this.order);
			}
		}
		this.order = best;
	}

	private void straighten() {
		for (List<Integer> layer : this.order) {
			double height = -this.distance * (layer.size() - 1) / 2;
			for (int vertex : layer) {
				this.position[vertex] = height;
				height += this.distance;
			}
		}
		for (int round = 0; round < STRAIGHTENINGS; round++) {
			boolean down = round % 2 == 0;
			for (int i = 0; i < this.order.size(); i++) {
				place(this.order.get(down ? i : this.order.size() - 1 - i));
			}
		}
		double top = Double.MAX_VALUE;
		for (double height : this.position) {
			top = Math.min(top, height);
		}
		for (int vertex = 0; vertex < this.position.length; vertex++) {
			this.position[vertex] -= top;
		}
	}

	/**
	 * Places the vertices of a layer as close as possible to the centre of their
	 * neighbours, keeping their order and the minimum distance: an isotonic regression by
	 * pooling adjacent violators.
	 */
	private void place(List<Integer> layer) {
		double[] offset = new double[layer.size()];
		List<double[]> pools = new ArrayList<>();
		for (int i = 0; i < layer.size(); i++) {
			offset[i] = (i == 0) ? 0 : offset[i - 1] + gap(layer.get(i - 1), layer.get(i));
			double[] pool = { wished(layer.get(i)) - offset[i], 1 };
			while (!pools.isEmpty() && pools.get(pools.size() - 1)[0] > pool[0]) {
				double[] above = pools.remove(pools.size() - 1);
				pool = new double[] { (above[0] * above[1] + pool[0] * pool[1]) / (above[1] + pool[1]),
						above[1] + pool[1] };
			}
			pools.add(pool);
		}
		int i = 0;
		for (double[] pool : pools) {
			for (int end = i + (int) pool[1]; i < end; i++) {
				this.position[layer.get(i)] = pool[0] + offset[i];
			}
		}
	}

	private double gap(int upper, int lower) {
		// Edges may run closer to each other than nodes.
		boolean nodes = this.graph.isNode(upper) || this.graph.isNode(lower);
		return nodes ? this.distance : this.distance / 4;
	}

	private double wished(int vertex) {
		int neighbours = this.graph.before(vertex).size() + this.graph.after(vertex).size();
		if (neighbours == 0) {
			return this.position[vertex];
		}
		double sum = 0;
		for (int neighbour : this.graph.before(vertex)) {
			sum += this.position[neighbour];
		}
		for (int neighbour : this.graph.after(vertex)) {
			sum += this.position[neighbour];
		}
		return sum / neighbours;
	}

	private double mean(int vertex, IntFunction<List<Integer>> towards) {
		return towards.apply(vertex)
			.stream()
			.mapToDouble((neighbour) -> this.position[neighbour])
			.average()
			.orElse(this.position[vertex]);
	}

	private void number() {
		for (int layer = 0; layer < this.order.size(); layer++) {
			number(layer);
		}
	}

	private void number(int layer) {
		List<Integer> vertices = this.order.get(layer);
		for (int i = 0; i < vertices.size(); i++) {
			// Relative to the layer, because layers have different sizes.
			this.position[vertices.get(i)] = (i + 0.5) / vertices.size();
		}
	}

	private long crossings() {
		long crossings = 0;
		for (List<Integer> layer : this.order) {
			List<double[]> edges = new ArrayList<>();
			for (int vertex : layer) {
				this.graph.after(vertex)
					.forEach((next) -> edges.add(new double[] { this.position[vertex], this.position[next] }));
			}
			for (int i = 0; i < edges.size(); i++) {
				for (int j = i + 1; j < edges.size(); j++) {
					double[] one = edges.get(i);
					double[] other = edges.get(j);
					crossings += ((one[0] - other[0]) * (one[1] - other[1]) < 0) ? 1 : 0;
				}
			}
		}
		return crossings;
	}

	private static List<List<Integer>> copy(List<List<Integer>> layers) {
		List<List<Integer>> copy = new ArrayList<>();
		layers.forEach((layer) -> copy.add(new ArrayList<>(layer)));
		return copy;
	}

}
