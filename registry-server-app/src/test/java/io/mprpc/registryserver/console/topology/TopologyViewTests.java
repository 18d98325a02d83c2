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

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.model.ServiceHealth.Level;
import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.catalog.model.Topology.Edge;
import io.mprpc.registryserver.catalog.model.Topology.Node;
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
		TopologyView view = TopologyView.of(this.topology, null);
		assertThat(view.boxes()).extracting("name").containsExactlyInAnyOrder("web", "friends", "users", "demo.Nobody");
		assertThat(box(view, "web").x()).isLessThan(box(view, "friends").x());
		assertThat(box(view, "friends").x()).isLessThan(box(view, "users").x());
		assertThat(box(view, "users").x()).isLessThan(box(view, "demo.Nobody").x());
		assertThat(view.alone()).extracting("application").containsExactly("alone");
		assertThat(view.width()).isGreaterThan(box(view, "demo.Nobody").x());
	}

	@Test
	void whoCallsItselfHasNoLineForThat() {
		TopologyView view = TopologyView.of(this.topology, null);
		assertThat(box(view, "users").callsItself()).isTrue();
		assertThat(view.lines()).noneMatch((line) -> line.from().equals(line.to()));
	}

	@Test
	void linesTellWhetherTheyLeadAnywhere() {
		TopologyView view = TopologyView.of(this.topology, null);
		assertThat(view.lines()).filteredOn((line) -> !line.served())
			.extracting("to")
			.containsExactlyInAnyOrder("friends", "?demo.Nobody");
	}

	@Test
	void aFocusLeavesWhatItReachesAndWhoReachesIt() {
		TopologyView view = TopologyView.of(this.topology, "friends");
		assertThat(view.boxes()).extracting("name").containsExactlyInAnyOrder("web", "friends", "users", "demo.Nobody");
		assertThat(view.lines()).noneMatch((line) -> line.from().equals("web") && line.to().equals("users"));
		assertThat(TopologyView.of(this.topology, "unknown").focus()).isNull();
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
		TopologyView all = TopologyView.of(new Topology(nodes, edges), null);
		assertThat(all.isCut()).isTrue();
		assertThat(all.boxes()).isEmpty();
		assertThat(all.size().nodes()).isEqualTo(500);
		assertThat(all.links()).hasSizeLessThan(200);
		assertThat(all.size().applications()).contains("app-499");
		TopologyView one = TopologyView.of(new Topology(nodes, edges), "app-7");
		assertThat(one.size().narrowed()).isTrue();
		assertThat(one.boxes()).extracting("name").containsExactlyInAnyOrder("app-6", "app-7", "app-8");
	}

	private static TopologyView.Box box(TopologyView view, String name) {
		return view.boxes().stream().filter((box) -> box.name().equals(name)).findFirst().orElseThrow();
	}

}
