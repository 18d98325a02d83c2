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
import java.util.List;
import java.util.Random;

import io.mprpc.registryserver.console.topology.LayeredGraph.Chain;
import io.mprpc.registryserver.console.topology.LayeredGraph.Edge;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/**
 * Tests for {@link LayeredGraph} and {@link GraphLayout}.
 */
class GraphLayoutTests {

	@Test
	void edgesLeadFromLayerToLayer() {
		LayeredGraph graph = new LayeredGraph(4,
				List.of(new Edge(0, 1), new Edge(1, 2), new Edge(0, 2), new Edge(3, 2)));
		assertThat(graph.layers().get(0)).containsExactly(0);
		assertThat(graph.layers().get(2)).containsExactly(2);
		assertThat(graph.layers().get(1)).as("a caller stands beside what it calls").contains(1, 3);
		assertThat(graph.chains().get(2).vertices()).as("a long edge crosses each layer").hasSize(3);
		assertThat(graph.chains()).noneMatch(Chain::turned);
	}

	@Test
	void aCircleIsDrawnWithOneEdgeTurned() {
		LayeredGraph graph = new LayeredGraph(3, List.of(new Edge(0, 1), new Edge(1, 2), new Edge(2, 0)));
		assertThat(graph.layers()).hasSize(3);
		assertThat(graph.chains().stream().filter(Chain::turned)).hasSize(1);
	}

	@Test
	void edgesThatNeedNotCrossDoNotCross() {
		GraphLayout layout = new GraphLayout(
				new LayeredGraph(6, List.of(new Edge(0, 5), new Edge(1, 4), new Edge(2, 3))), 10);
		assertThat(layout.y(5)).isCloseTo(layout.y(0), offset(0.01));
		assertThat(layout.y(4)).isCloseTo(layout.y(1), offset(0.01));
		assertThat(layout.y(3)).isCloseTo(layout.y(2), offset(0.01));
	}

	@Test
	void nodesKeepTheirDistanceHoweverManyThereAre() {
		Random random = new Random(3);
		List<Edge> edges = new ArrayList<>();
		for (int node = 0; node < 299; node++) {
			for (int i = 0; i < 2; i++) {
				edges.add(new Edge(node, node + 1 + random.nextInt(Math.min(60, 299 - node))));
			}
		}
		LayeredGraph graph = new LayeredGraph(300, edges);
		GraphLayout layout = new GraphLayout(graph, 10);
		for (List<Integer> layer : layout.layers()) {
			List<Integer> nodes = layer.stream().filter(graph::isNode).toList();
			for (int i = 1; i < nodes.size(); i++) {
				assertThat(layout.y(nodes.get(i)) - layout.y(nodes.get(i - 1))).isGreaterThanOrEqualTo(9.99);
			}
		}
	}

	@Test
	void nothingIsLaidOutWhereThereIsNothing() {
		assertThat(new GraphLayout(new LayeredGraph(0, List.of()), 10).layers()).isEmpty();
	}

}
