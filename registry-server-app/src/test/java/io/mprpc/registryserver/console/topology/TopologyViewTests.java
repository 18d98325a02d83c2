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
import java.util.Map;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.model.ServiceHealth.Level;
import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.catalog.model.Topology.Edge;
import io.mprpc.registryserver.catalog.model.Topology.Node;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.TrafficEdge;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TopologyView}.
 */
class TopologyViewTests {

	private static final ServiceName USERS = new ServiceName("demo.Users");

	private static final ServiceName FRIENDS = new ServiceName("demo.Friends");

	private static final ServiceName NOBODY = new ServiceName("demo.Nobody");

	private final Topology topology = new Topology(
			List.of(new Node("alone", 1, List.of(), 0), new Node("friends", 1, List.of(FRIENDS), 1),
					new Node("users", 2, List.of(USERS), 1), new Node("web", 0, List.of(), 1)),
			List.of(new Edge("web", USERS, "users", 1, 2, Level.UP),
					new Edge("web", FRIENDS, "friends", 1, 0, Level.DOWN),
					new Edge("friends", USERS, "users", 1, 2, Level.UP),
					new Edge("users", USERS, "users", 1, 2, Level.UP),
					new Edge("users", NOBODY, null, 1, 0, Level.NO_INSTANCE)));

	@Test
	void callersStandLeftOfThoseWhomTheyCall() {
		TopologyView view = TopologyView.of(this.topology, List.of(), null);
		assertThat(view.boxes()).extracting("name").containsExactlyInAnyOrder("web", "friends", "users", "demo.Nobody");
		assertThat(box(view, "web").x()).isLessThan(box(view, "friends").x());
		assertThat(box(view, "friends").x()).isLessThan(box(view, "users").x());
		assertThat(box(view, "users").x()).isLessThan(box(view, "demo.Nobody").x());
		assertThat(view.alone()).extracting("application").containsExactly("alone");
		assertThat(view.width()).isGreaterThan(box(view, "demo.Nobody").x());
	}

	@Test
	void whoCallsItselfHasNoLineForThat() {
		TopologyView view = TopologyView.of(this.topology, List.of(), null);
		assertThat(box(view, "users").callsItself()).isTrue();
		assertThat(view.lines()).noneMatch((line) -> line.link().from().equals(line.link().target()));
	}

	@Test
	void linesTellWhetherTheyLeadAnywhere() {
		TopologyView view = TopologyView.of(this.topology, List.of(), null);
		assertThat(view.lines()).filteredOn((line) -> line.look().contains("down"))
			.extracting((line) -> line.link().target())
			.containsExactlyInAnyOrder("friends", "?demo.Nobody");
	}

	@Test
	void aFocusLeavesWhatItReachesAndWhoReachesIt() {
		TopologyView view = TopologyView.of(this.topology, List.of(), "friends");
		assertThat(view.boxes()).extracting("name").containsExactlyInAnyOrder("web", "friends", "users", "demo.Nobody");
		assertThat(view.lines())
			.noneMatch((line) -> line.link().from().equals("web") && line.link().to().equals("users"));
		assertThat(TopologyView.of(this.topology, List.of(), "unknown").focus()).isNull();
	}

	@Test
	void whatIsTooMuchToDrawIsSaidAndOnlyTheNeighboursOfAFocusAreShown() {
		List<Node> nodes = new ArrayList<>();
		List<Edge> edges = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			ServiceName service = new ServiceName("demo.S" + i);
			nodes.add(new Node("app-" + i, 1, List.of(service), 1));
			edges.add(new Edge("app-" + i, new ServiceName("demo.S" + (i + 1) % 500), "app-" + (i + 1) % 500, 1, 1,
					Level.UP));
		}
		TopologyView all = TopologyView.of(new Topology(nodes, edges), List.of(), null);
		assertThat(all.isCut()).isTrue();
		assertThat(all.boxes()).isEmpty();
		assertThat(all.size().nodes()).isEqualTo(500);
		assertThat(all.links()).hasSizeLessThan(200);
		assertThat(all.size().applications()).contains("app-499");
		TopologyView one = TopologyView.of(new Topology(nodes, edges), List.of(), "app-7");
		assertThat(one.size().narrowed()).isTrue();
		assertThat(one.boxes()).extracting("name").containsExactlyInAnyOrder("app-6", "app-7", "app-8");
	}

	@Test
	void aLineIsAsThickAsTheCallsOfItsCallerToAllThatItLeadsTo() {
		assertThat(List.of(0.0, 0.009, 0.01, 0.99, 1.0, 9.9, 10.0, 99.0, 100.0, 999.0, 1000.0, 50_000.0))
			.map((calls) -> look("web", "users", edge("web", USERS, calls, 0, 0)))
			.containsExactly("w0", "w0", "w1", "w1", "w2", "w2", "w3", "w3", "w4", "w4", "w5", "w5");
		Topology both = new Topology(this.topology.nodes(), List.of(new Edge("web", USERS, "users", 1, 2, Level.UP),
				new Edge("web", FRIENDS, "users", 1, 2, Level.UP)));
		TopologyView view = TopologyView.of(both, List.of(edge("web", USERS, 6, 0, 0), edge("web", FRIENDS, 4, 0, 0),
				edge("web", NOBODY, 5000, 0, 0), edge("shop", USERS, 5000, 0, 0)), null);
		assertThat(view.lines()).singleElement().extracting(TopologyView.Line::look).isEqualTo("w3");
	}

	@Test
	void aLineOfWhichNothingIsKnownIsThin() {
		assertThat(look("web", "users", edge("web", FRIENDS, 100, 0, 0))).isEqualTo("w0");
	}

	@Test
	void aLineTellsThatCallsFailOrAreNotSent() {
		assertThat(look("web", "users", edge("web", USERS, 5, 0.01, 0))).isEqualTo("w2 failing");
		assertThat(look("web", "users", edge("web", USERS, 5, 0, 0.01))).isEqualTo("w2 failing");
		assertThat(look("web", "friends", edge("web", FRIENDS, 5, 5, 5))).isEqualTo("w2 failing down");
		assertThat(look("friends", "users", edge("web", USERS, 5, 5, 5))).as("another caller").isEqualTo("w0");
	}

	private String look(String from, String to, TrafficEdge traffic) {
		return TopologyView.of(this.topology, List.of(traffic), null)
			.lines()
			.stream()
			.filter((line) -> line.link().from().equals(from) && line.link().target().equals(to))
			.findFirst()
			.orElseThrow()
			.look();
	}

	private static TrafficEdge edge(String application, ServiceName service, double calls, double failed,
			double unsent) {
		return new TrafficEdge(application, service.value(),
				new CallRates(calls, failed, Map.of(), unsent, Map.of(), 0, null, null));
	}

	private static TopologyView.Box box(TopologyView view, String name) {
		return view.boxes().stream().filter((box) -> box.name().equals(name)).findFirst().orElseThrow();
	}

}
