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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.Status;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.grpc.balancer.Instances.LOGIN;
import static io.mprpc.internal.grpc.balancer.Instances.inZone;
import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.started;
import static io.mprpc.internal.grpc.balancer.Instances.version;
import static io.mprpc.internal.grpc.balancer.Instances.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RoutingExplainerTests {

	private static final ConnectivityStateInfo UP = ConnectivityStateInfo.forNonError(ConnectivityState.READY);

	private final FakeChannel channel = new FakeChannel();

	private RoutingSnapshot explain(String method) {
		List<RoutingSnapshot> snapshots = this.channel.explainer.explain(Instances.SERVICE, method);
		assertThat(snapshots).hasSize(1);
		return snapshots.get(0);
	}

	private InstanceRoute route(String endpoint) {
		return explain("Login").instances()
			.stream()
			.filter((route) -> route.endpoint().equals(endpoint))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void nothingIsKnownBeforeTheFirstResolution() {
		assertThat(this.channel.explainer.explain()).isEmpty();
	}

	@Test
	void tellsWhatAppliesAndOnlyAboutTheServiceThatIsAskedFor() {
		this.channel.config(Map.of("zone", "z", "preferLocalZone", true)).resolve(instance("a:1"));
		RoutingSnapshot snapshot = explain("Login");
		assertThat(snapshot.channel()).isEqualTo(FakeChannel.TARGET);
		assertThat(snapshot.rules()).isEqualTo("round_robin, warm-up 60000 ms, removal grace 30000 ms, zone 'z' first");
		assertThat(snapshot.connectivity()).isEqualTo(ConnectivityState.CONNECTING);
		assertThat(this.channel.explainer.explain(new ServiceName("demo.FriendService"), "Login")).isEmpty();
	}

	@Test
	void givesAReasonForEachThatIsNotPicked() {
		this.channel.withHealthProducer()
			.resolve(RpcTarget.parse("rpc:///demo.UserService?version=2"), ServiceView.State.LIVE,
					List.of(fits("ok:1"), fits("connecting:1"), fits("failed:1"), fits("ejected:1"),
							version(instance("nomethod:1", "Register"), "2"),
							with(fits("draining:1"), InstanceStatus.DRAINING),
							with(fits("out:1"), InstanceStatus.OUT_OF_SERVICE), with(fits("zero:1"), 0),
							version(instance("old:1"), "1")));
		for (String endpoint : List.of("ok:1", "ejected:1", "nomethod:1", "out:1", "zero:1")) {
			this.channel.to(endpoint).ready().health(UP);
		}
		this.channel.to("failed:1").fail("refused");
		this.channel.to("ejected:1")
			.health(ConnectivityStateInfo.forTransientFailure(Status.UNAVAILABLE.withDescription("too many errors")));
		assertThat(route("ok:1").picked()).isTrue();
		assertThat(route("ok:1").share()).isEqualTo(1);
		assertThat(route("connecting:1").reason()).isEqualTo("connecting");
		assertThat(route("failed:1").reason()).isEqualTo("cannot be reached: refused");
		assertThat(route("failed:1").error()).isEqualTo("refused");
		assertThat(route("ejected:1").reason()).isEqualTo("taken out: too many errors");
		assertThat(route("ejected:1").isEjected()).isTrue();
		assertThat(route("nomethod:1").reason()).isEqualTo("does not serve Login");
		assertThat(route("draining:1").reason()).isEqualTo("draining");
		assertThat(route("out:1").reason()).isEqualTo("out of service");
		assertThat(route("zero:1").reason()).isEqualTo("at weight 0");
		assertThat(route("old:1").reason())
			.isEqualTo("does not fit rpc:///demo.UserService?version=2: has version '1' and tags {}");
		assertThat(explain("Login").instances()).hasSize(9).filteredOn(InstanceRoute::picked).hasSize(1);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("ok:1", 10));
	}

	@Test
	void saysWhichTagDoesNotFit() {
		this.channel.resolve(RpcTarget.parse("rpc:///demo.UserService?tag.ring=canary"), ServiceView.State.LIVE,
				List.of(tagged("canary:1", "canary"), tagged("stable:1", "stable")));
		this.channel.to("canary:1").ready();
		assertThat(route("stable:1").picked()).isFalse();
		assertThat(route("stable:1").reason())
			.isEqualTo("does not fit rpc:///demo.UserService?tag.ring=canary: has version '' and tags {ring=stable}");
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("canary:1", 10));
	}

	@Test
	void sharesAreThoseOfThePicks() {
		this.channel.config(Map.of("warmUp", "100s", "zone", "z", "preferLocalZone", true))
			.resolve(inZone(instance("warm:1"), "z"), inZone(started(instance("young:1"), "x", FakeClock.START), "z"),
					inZone(instance("down:1"), "z"), inZone(with(instance("heavy:1"), 400), "z"), instance("other:1"));
		for (String endpoint : List.of("warm:1", "young:1", "heavy:1", "other:1")) {
			this.channel.to(endpoint).ready();
		}
		this.channel.clock.forward(Duration.ofSeconds(50));
		Map<String, Integer> picks = this.channel.picks(LOGIN, 100_000);
		List<InstanceRoute> routes = explain("Login").instances();
		assertThat(routes).hasSize(5);
		for (InstanceRoute route : routes) {
			assertThat(picks.getOrDefault(route.endpoint(), 0) / 100_000.0).isEqualTo(route.share(), within(0.0001));
			assertThat(route.picked()).isEqualTo(picks.containsKey(route.endpoint()));
		}
		assertThat(route("young:1").reason()).isEqualTo("warming up or coming back: has 55 % of its weight");
		assertThat(route("other:1").reason()).isEqualTo("in another zone than 'z'");
	}

	@Test
	void tellsThatAnInstanceIsKept() {
		RpcInstance a = instance("a:1");
		this.channel.resolve(a);
		this.channel.to(a).ready();
		this.channel.resolve();
		this.channel.clock.forward(Duration.ofSeconds(10));
		assertThat(route("a:1").picked()).isTrue();
		assertThat(route("a:1").graceLeft()).isEqualTo(Duration.ofSeconds(20));
		assertThat(route("a:1").reason()).contains("kept for at least 20 s");
	}

	private static RpcInstance tagged(String endpoint, String ring) {
		RpcInstance instance = instance(endpoint);
		InstanceMetadata metadata = instance.metadata();
		return instance.withMetadata(new InstanceMetadata(metadata.uuid(), metadata.application(), metadata.version(),
				metadata.weight(), metadata.zone(), Map.of("ring", ring), metadata.status(), metadata.startTime(),
				metadata.ports()));
	}

	private static RpcInstance fits(String endpoint) {
		return version(instance(endpoint), "2");
	}

}
