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

package io.mprpc.registryserver.console.traffic;

import java.util.List;
import java.util.Map;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.model.ServiceHealth.Level;
import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.catalog.model.Topology.Edge;
import io.mprpc.registryserver.catalog.model.Topology.Node;
import io.mprpc.registryserver.console.topology.TopologyView;
import io.mprpc.registryserver.polled.Rate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrafficText}.
 */
class TrafficTextTests {

	private final TrafficText text = new TrafficText();

	@Test
	void numbersHaveAsManyDigitsAsTellSomething() {
		assertThat(List.of(0.0, 0.123, 1.26, 99.94, 1234.5)).map(this.text::number)
			.containsExactly("0", "0.12", "1.3", "99.9", "1235");
		assertThat(this.text.number(null)).isEqualTo("\u2013");
		assertThat(this.text.percent(0.015)).isEqualTo("1.5 %");
		assertThat(this.text.millis(0.25)).isEqualTo("0.25 ms");
		assertThat(this.text.millis(null)).isEqualTo("\u2013");
	}

	@Test
	void callsOfAnEdgeAreFoundByCallerAndService() {
		Map<String, Map<String, Rate>> edges = Map.of("web", Map.of("demo.UserService", new Rate(12, 0, null, null)));
		assertThat(this.text.calls(edges, "web", "demo.UserService")).isEqualTo("12.0");
		assertThat(this.text.calls(edges, "web", "demo.Other")).isEqualTo("\u2013");
		assertThat(this.text.calls(edges, "shop", "demo.UserService")).isEqualTo("\u2013");
	}

	@Test
	void aLineIsAsThickAsTheCallsOfItsCallerToAllThatItLeadsTo() {
		assertThat(List.of(0.0, 0.009, 0.01, 0.99, 1.0, 9.9, 10.0, 99.0, 100.0, 999.0, 1000.0, 50_000.0))
			.map((calls) -> weight("web", "users", Map.of("web", Map.of("demo.Users", rate(calls)))))
			.containsExactly("w0", "w0", "w1", "w1", "w2", "w2", "w3", "w3", "w4", "w4", "w5", "w5");
		Map<String, Map<String, Rate>> edges = Map.of("web",
				Map.of("demo.Users", rate(6), "demo.Friends", rate(4), "demo.Other", rate(5000)), "shop",
				Map.of("demo.Users", rate(200)));
		assertThat(weight("web", "users", edges)).as("both services together").isEqualTo("w3");
		assertThat(weight("web", "friends", edges)).as("one of them").isEqualTo("w2");
		assertThat(weight("shop", "users", edges)).as("another caller").isEqualTo("w4");
	}

	@Test
	void aLineOfWhichNothingIsKnownIsThin() {
		assertThat(weight("web", "users", Map.of())).isEqualTo("w0");
		assertThat(weight("web", "users", Map.of("web", Map.of("demo.Other", rate(5))))).isEqualTo("w0");
	}

	private String weight(String from, String to, Map<String, Map<String, Rate>> edges) {
		ServiceName users = new ServiceName("demo.Users");
		ServiceName friends = new ServiceName("demo.Friends");
		TopologyView view = TopologyView.of(new Topology(
				List.of(new Node("friends", 1, List.of(friends), 0), new Node("shop", 0, List.of(), 1),
						new Node("users", 1, List.of(users, friends), 0), new Node("web", 0, List.of(), 1)),
				List.of(new Edge("web", users, "users", 1, 1, Level.UP),
						new Edge("web", friends, "users", 1, 1, Level.UP),
						new Edge("web", friends, "friends", 1, 1, Level.UP),
						new Edge("shop", users, "users", 1, 1, Level.UP))),
				null);
		TopologyView.Line line = view.lines()
			.stream()
			.filter((each) -> each.from().equals(from) && each.to().equals(to))
			.findFirst()
			.orElseThrow();
		return this.text.weight(edges, view.links(), line);
	}

	private static Rate rate(double callsPerSecond) {
		return new Rate(callsPerSecond, 0, null, null);
	}

}
