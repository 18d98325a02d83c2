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

package io.mprpc.internal.grpc.balancer.pick;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.FakeChannel;
import io.mprpc.internal.grpc.balancer.FakeSubchannel;
import io.mprpc.internal.grpc.balancer.backend.CallResults;
import io.mprpc.registry.RpcInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.mprpc.internal.grpc.balancer.Instances.LOGIN;
import static io.mprpc.internal.grpc.balancer.Instances.REGISTER;
import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.with;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PickStrategyFactory}: how each policy spreads calls.
 */
class PickStrategyFactoryTests {

	private static final Metadata.Key<String> USER = Metadata.Key.of("x-user", Metadata.ASCII_STRING_MARSHALLER);

	private final FakeChannel channel = new FakeChannel();

	private void start(Map<String, ?> config, RpcInstance... instances) {
		this.channel.config(config).resolve(instances);
		this.channel.created().forEach(FakeSubchannel::ready);
	}

	@ParameterizedTest
	@ValueSource(strings = { "round_robin", "least_outstanding" })
	void equalInstancesGetTheSameNumberOfCalls(String policy) {
		start(Map.of("policy", policy),
				IntStream.range(0, 7).mapToObj((i) -> instance("i:" + (1 + i))).toArray(RpcInstance[]::new));
		assertThat(this.channel.picks(LOGIN, 70_000).values()).containsOnly(10_000).hasSize(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "round_robin", "least_outstanding" })
	void callsAreSharedByWeight(String policy) {
		start(Map.of("policy", policy), with(instance("a:1"), 100), with(instance("b:1"), 50),
				with(instance("c:1"), 1));
		Map<String, Integer> picks = this.channel.picks(LOGIN, 100_000);
		assertThat(picks.get("a:1")).isBetween(66_220, 66_230);
		assertThat(picks.get("b:1")).isBetween(33_108, 33_118);
		assertThat(picks.get("c:1")).isBetween(657, 667);
	}

	@Test
	void theLessLoadedOfTwoIsChosen() {
		start(Map.of("policy", "least_outstanding"), instance("slow:1"), instance("fast:1"));
		List<ClientStreamTracer> stuck = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			PickResult result = this.channel.pick(LOGIN);
			ClientStreamTracer tracer = begin(result);
			if (this.channel.name(result).equals("slow:1")) {
				stuck.add(tracer);
			}
			else {
				tracer.streamClosed(Status.OK);
			}
		}
		assertThat(stuck).hasSize(1);
		stuck.forEach((tracer) -> tracer.streamClosed(Status.OK));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("slow:1", 5, "fast:1", 5));
	}

	@Test
	void callsAreWatchedOnlyForWhatNeedsIt() {
		start(Map.of("policy", "round_robin"), instance("a:1"));
		assertThat(this.channel.pick(LOGIN).getStreamTracerFactory()).isNull();
		start(Map.of("policy", "round_robin", "outlierDetection", Map.of()), instance("a:1"));
		assertThat(this.channel.pick(LOGIN).getStreamTracerFactory()).isInstanceOf(CallResults.class);
	}

	@Test
	void loadCountsByWeight() {
		start(Map.of("policy", "least_outstanding"), with(instance("big:1"), 300), with(instance("small:1"), 100));
		Map<String, Integer> open = new TreeMap<>();
		for (int i = 0; i < 400; i++) {
			PickResult result = this.channel.pick(LOGIN);
			begin(result);
			open.merge(this.channel.name(result), 1, Integer::sum);
		}
		assertThat(open.get("big:1")).isBetween(297, 303);
	}

	@Test
	void oneValueOfTheHeaderLeadsToOneInstance() {
		start(hash(), instance("a:1"), instance("b:1"), instance("c:1"));
		Map<String, String> homes = homes(1000);
		assertThat(homes.values()).contains("a:1", "b:1", "c:1");
		assertThat(homes(1000)).isEqualTo(homes);
		// Another caller with another order of instances agrees.
		FakeChannel other = new FakeChannel().config(hash());
		other.resolve(instance("c:1"), instance("a:1"), instance("b:1"));
		other.created().forEach(FakeSubchannel::ready);
		homes.forEach((user, home) -> assertThat(other.name(other.pick(LOGIN, header(user)))).isEqualTo(home));
	}

	@Test
	void keysAreSharedByWeight() {
		start(hash(), with(instance("a:1"), 300), with(instance("b:1"), 100));
		long heavy = homes(4000).values().stream().filter("a:1"::equals).count();
		assertThat(heavy).isBetween(2800L, 3200L);
	}

	@Test
	void onlyKeysOfTheInstanceThatFailsMoveAndTheyComeBack() {
		start(hash(), instance("a:1"), instance("b:1"), instance("c:1"));
		Map<String, String> before = homes(1000);
		this.channel.to("a:1").fail("refused");
		Map<String, String> during = homes(1000);
		before.forEach((user, home) -> {
			if (!home.equals("a:1")) {
				assertThat(during).containsEntry(user, home);
			}
		});
		assertThat(during.values()).doesNotContain("a:1").contains("b:1", "c:1");
		// One turn more, so that counting alone does not lead to the same.
		this.channel.pick(LOGIN);
		assertThat(homes(1000)).isEqualTo(during);
		this.channel.to("a:1").ready();
		assertThat(homes(1000)).isEqualTo(before);
	}

	@Test
	void withoutTheHeaderCallsGoInTurn() {
		start(hash(), instance("a:1"), instance("b:1"));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
	}

	@Test
	void aMethodCanHaveARuleOfItsOwn() {
		start(Map.of("methods", Map.of("Login", Map.of("policy", "consistent_hash", "hashKey", "x-user"))),
				instance("a:1"), instance("b:1"));
		String home = this.channel.name(this.channel.pick(LOGIN, header("ada")));
		for (int i = 0; i < 10; i++) {
			assertThat(this.channel.name(this.channel.pick(LOGIN, header("ada")))).isEqualTo(home);
		}
		Map<String, Integer> registrations = new TreeMap<>();
		for (int i = 0; i < 10; i++) {
			registrations.merge(this.channel.name(this.channel.pick(REGISTER, header("ada"))), 1, Integer::sum);
		}
		assertThat(registrations).isEqualTo(Map.of("a:1", 5, "b:1", 5));
	}

	private static Map<String, ?> hash() {
		return Map.of("policy", "consistent_hash", "hashKey", "x-user");
	}

	private Map<String, String> homes(int users) {
		Map<String, String> homes = new TreeMap<>();
		for (int i = 0; i < users; i++) {
			homes.put("user-" + i, this.channel.name(this.channel.pick(LOGIN, header("user-" + i))));
		}
		return homes;
	}

	private static Metadata header(String user) {
		Metadata headers = new Metadata();
		headers.put(USER, user);
		return headers;
	}

	private static ClientStreamTracer begin(PickResult result) {
		ClientStreamTracer.Factory factory = result.getStreamTracerFactory();
		assertThat(factory).isNotNull();
		ClientStreamTracer tracer = factory.newClientStreamTracer(
				ClientStreamTracer.StreamInfo.newBuilder().setCallOptions(CallOptions.DEFAULT).build(), new Metadata());
		tracer.outboundHeaders();
		return tracer;
	}

}
