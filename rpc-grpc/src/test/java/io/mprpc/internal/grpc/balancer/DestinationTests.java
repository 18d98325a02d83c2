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

package io.mprpc.internal.grpc.balancer;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Metadata;
import io.mprpc.internal.grpc.client.Destination;
import io.mprpc.internal.grpc.client.DestinationSelector;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for calls that go to a destination each.
 */
class DestinationTests {

	private static final String LOGIN = "demo.UserService/Login";

	private static final String REGISTER = "demo.UserService/Register";

	private static final Metadata.Key<String> RING = Metadata.Key.of("ring", Metadata.ASCII_STRING_MARSHALLER);

	private static final RpcInstance STABLE_A = instance("stable-a:1", "1", Map.of(), "Login", "Register");

	private static final RpcInstance STABLE_B = instance("stable-b:1", "1", Map.of(), "Login", "Register");

	private static final RpcInstance CANARY_A = instance("canary-a:1", "2", Map.of("ring", "canary"), "Login");

	private static final RpcInstance CANARY_B = instance("canary-b:1", "2", Map.of("ring", "canary"), "Login");

	private static final DestinationSelector BY_HEADER = (call) -> {
		String ring = call.getHeaders().get(RING);
		return (ring != null) ? new Destination("", Map.of("ring", ring)) : new Destination("1", Map.of());
	};

	private final FakeChannel channel = new FakeChannel();

	@Test
	void aCallGoesToTheInstancesOfItsDestinationOnly() {
		start(BY_HEADER);
		assertThat(picks(LOGIN, null, 10)).isEqualTo(Map.of("stable-a:1", 5, "stable-b:1", 5));
		assertThat(picks(LOGIN, "canary", 10)).isEqualTo(Map.of("canary-a:1", 5, "canary-b:1", 5));
		assertThat(picks(REGISTER, null, 10)).isEqualTo(Map.of("stable-a:1", 5, "stable-b:1", 5));
	}

	@Test
	void destinationsTakeTurnsOfTheirOwn() {
		start(BY_HEADER);
		Map<String, Integer> stable = new TreeMap<>();
		Map<String, Integer> canary = new TreeMap<>();
		for (int i = 0; i < 10; i++) {
			picks(LOGIN, null, 1).forEach((name, count) -> stable.merge(name, count, Integer::sum));
			picks(LOGIN, "canary", 1).forEach((name, count) -> canary.merge(name, count, Integer::sum));
		}
		assertThat(stable).isEqualTo(Map.of("stable-a:1", 5, "stable-b:1", 5));
		assertThat(canary).isEqualTo(Map.of("canary-a:1", 5, "canary-b:1", 5));
	}

	@Test
	void theDefaultDestinationIsEveryInstance() {
		start((call) -> Destination.DEFAULT);
		assertThat(picks(LOGIN, null, 40)).hasSize(4);
		start(null);
		assertThat(picks(LOGIN, null, 40)).hasSize(4);
	}

	@Test
	void aSelectorAppliesAsSoonAsItIsResolvedAndNoLonger() {
		start(null);
		assertThat(picks(LOGIN, "canary", 40)).hasSize(4);
		start(BY_HEADER);
		assertThat(picks(LOGIN, "canary", 40)).hasSize(2);
		start(null);
		assertThat(picks(LOGIN, "canary", 40)).hasSize(4);
		assertThat(this.channel.created()).hasSize(4);
	}

	@Test
	void anInstanceThatFailsLeavesItsCallsToOthersOfTheDestination() {
		start(BY_HEADER);
		this.channel.to("canary-a:1").fail("refused");
		assertThat(picks(LOGIN, "canary", 10)).isEqualTo(Map.of("canary-b:1", 10));
	}

	@Test
	void aDestinationWithoutInstanceIsNamed() {
		start(BY_HEADER);
		assertThat(this.channel.pick(LOGIN, header("blue")).getStatus().getDescription())
			.endsWith("no instance has any version, ring=blue, where a rule sends the call");
	}

	@Test
	void aMethodThatTheDestinationLacksIsNamed() {
		start(BY_HEADER);
		assertThat(this.channel.pick(REGISTER, header("canary")).getStatus().getDescription())
			.contains("none of 2 instances serves it, or operators took it out of service there; they serve Login");
	}

	@Test
	void withoutASelectorNothingIsAsked() {
		AtomicInteger asked = new AtomicInteger();
		start((call) -> {
			asked.incrementAndGet();
			return Destination.DEFAULT;
		});
		picks(LOGIN, null, 3);
		assertThat(asked).hasValue(3);
		start(null);
		picks(LOGIN, null, 3);
		assertThat(asked).hasValue(3);
	}

	private void start(DestinationSelector selector) {
		this.channel.selecting(selector).resolve(STABLE_A, STABLE_B, CANARY_A, CANARY_B);
		this.channel.created().forEach(FakeSubchannel::ready);
	}

	private Map<String, Integer> picks(String method, String ring, int number) {
		Map<String, Integer> picks = new TreeMap<>();
		for (int i = 0; i < number; i++) {
			picks.merge(this.channel.name(this.channel.pick(method, header(ring))), 1, Integer::sum);
		}
		return picks;
	}

	private static Metadata header(String ring) {
		Metadata headers = new Metadata();
		if (ring != null) {
			headers.put(RING, ring);
		}
		return headers;
	}

	private static RpcInstance instance(String endpoint, String version, Map<String, String> tags, String... methods) {
		return new RpcInstance(Instances.SERVICE, Endpoint.parse(endpoint), Set.of(methods), new InstanceMetadata(
				"uuid-" + endpoint, "users", version, 100, "", tags, InstanceStatus.UP, null, Map.of()));
	}

}
