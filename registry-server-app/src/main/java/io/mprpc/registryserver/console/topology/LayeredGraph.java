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
import java.util.Arrays;
import java.util.List;

/**
 * Assigns the nodes of a directed graph to layers, so that edges lead from one layer to
 * the next. Edges that close a cycle are reversed, and long edges get a vertex in every
 * layer that they cross.
 */
final class LayeredGraph {

	private final int[] layerOf;

	private final List<List<Integer>> layers = new ArrayList<>();

	private final List<List<Integer>> before = new ArrayList<>();

	private final List<List<Integer>> after = new ArrayList<>();

	private final List<Chain> chains = new ArrayList<>();

	private final int nodes;

	/**
	 * Layers a graph.
	 * @param nodes number of nodes, which are numbered from 0
	 * @param edges pairs of different nodes, source and target
	 */
	LayeredGraph(int nodes, List<Edge> edges) {
		this.nodes = nodes;
		List<Edge> forward = withoutCircles(nodes, edges);
		this.layerOf = layers(nodes, forward);
		for (int node = 0; node < nodes; node++) {
			add(this.layerOf[node]);
		}
		for (int i = 0; i < forward.size(); i++) {
			connect(forward.get(i), !forward.get(i).equals(edges.get(i)));
		}
	}

	/** Vertices of each layer: nodes, and virtual vertices of long edges. */
	List<List<Integer>> layers() {
		return this.layers;
	}

	/** Neighbours of a vertex in the layer before. */
	List<Integer> before(int vertex) {
		return this.before.get(vertex);
	}

	/** Neighbours of a vertex in the layer after. */
	List<Integer> after(int vertex) {
		return this.after.get(vertex);
	}

	/** Vertices along each edge, in the order of the edges. */
	List<Chain> chains() {
		return this.chains;
	}

	boolean isNode(int vertex) {
		return vertex < this.nodes;
	}

	int vertices() {
		return this.before.size();
	}

	private int add(int layer) {
		int vertex = this.before.size();
		this.before.add(new ArrayList<>());
		this.after.add(new ArrayList<>());
		while (this.layers.size() <= layer) {
			this.layers.add(new ArrayList<>());
		}
		this.layers.get(layer).add(vertex);
		return vertex;
	}

	private void connect(Edge edge, boolean turned) {
		List<Integer> along = new ArrayList<>(List.of(edge.from()));
		for (int layer = this.layerOf[edge.from()] + 1; layer < this.layerOf[edge.to()]; layer++) {
			along.add(add(layer));
		}
		along.add(edge.to());
		for (int i = 1; i < along.size(); i++) {
			this.after.get(along.get(i - 1)).add(along.get(i));
			this.before.get(along.get(i)).add(along.get(i - 1));
		}
		this.chains.add(new Chain(along, turned));
	}

	private static List<Edge> withoutCircles(int nodes, List<Edge> edges) {
		List<List<Integer>> leaving = new ArrayList<>();
		int[] arriving = new int[nodes];
		for (int i = 0; i < nodes; i++) {
			leaving.add(new ArrayList<>());
		}
		for (int i = 0; i < edges.size(); i++) {
			leaving.get(edges.get(i).from()).add(i);
			arriving[edges.get(i).to()]++;
		}
		Edge[] forward = edges.toArray(new Edge[0]);
		Visit visit = new Visit(edges, leaving, new int[nodes], forward);
		// Nodes without callers come first, so that edges lead away from them.
		for (int node = 0; node < nodes; node++) {
			if (arriving[node] == 0) {
				visit.from(node);
			}
		}
		for (int node = 0; node < nodes; node++) {
			visit.from(node);
		}
		return Arrays.asList(forward);
	}

	private static int[] layers(int nodes, List<Edge> edges) {
		int[] layer = new int[nodes];
		boolean moved = true;
		while (moved) {
			moved = false;
			for (Edge edge : edges) {
				if (layer[edge.to()] <= layer[edge.from()]) {
					layer[edge.to()] = layer[edge.from()] + 1;
					moved = true;
				}
			}
		}
		return closer(layer, edges);
	}

	/** Moves nodes without callers next to the nodes that they call. */
	private static int[] closer(int[] layer, List<Edge> edges) {
		int[] nearest = new int[layer.length];
		Arrays.fill(nearest, Integer.MAX_VALUE);
		boolean[] called = new boolean[layer.length];
		for (Edge edge : edges) {
			nearest[edge.from()] = Math.min(nearest[edge.from()], layer[edge.to()]);
			called[edge.to()] = true;
		}
		for (int node = 0; node < layer.length; node++) {
			if (!called[node] && nearest[node] != Integer.MAX_VALUE) {
				layer[node] = nearest[node] - 1;
			}
		}
		return layer;
	}

	/**
	 * An edge.
	 *
	 * @param from node that it leaves
	 * @param to node that it arrives at
	 */
	record Edge(int from, int to) {

	}

	/**
	 * Route of an edge through the layers, from left to right.
	 *
	 * @param vertices vertices along it
	 * @param turned whether the edge itself leads from right to left
	 */
	record Chain(List<Integer> vertices, boolean turned) {

	}

	/**
	 * Depth-first search that reverses the edges that close a cycle.
	 */
	private record Visit(List<Edge> edges, List<List<Integer>> leaving, int[] state, Edge[] forward) {

		private static final int OPEN = 1;

		private static final int DONE = 2;

		void from(int node) {
			if (this.state[node] != 0) {
				return;
			}
			this.state[node] = OPEN;
			for (int index : this.leaving.get(node)) {
				Edge edge = this.edges.get(index);
				if (this.state[edge.to()] == OPEN) {
					this.forward[index] = new Edge(edge.to(), edge.from());
				}
				else {
					from(edge.to());
				}
			}
			this.state[node] = DONE;
		}

	}

}
