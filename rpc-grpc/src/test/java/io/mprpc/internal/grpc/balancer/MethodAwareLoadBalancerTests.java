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
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import io.grpc.ConnectivityState;
import io.grpc.ConnectivityStateInfo;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.pick.PickState;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.grpc.balancer.Instances.LOGIN;
import static io.mprpc.internal.grpc.balancer.Instances.REGISTER;
import static io.mprpc.internal.grpc.balancer.Instances.inZone;
import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.started;
import static io.mprpc.internal.grpc.balancer.Instances.version;
import static io.mprpc.internal.grpc.balancer.Instances.with;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MethodAwareLoadBalancer}: the instances that it connects to, keeps,
 * picks and releases.
 */
class MethodAwareLoadBalancerTests {

	private final RpcInstance a = instance("a:1");

	private final RpcInstance b = instance("b:1");

	private final RpcInstance c = instance("c:1");

	private final FakeChannel channel = new FakeChannel();

	@Test
	void connectsToEveryInstanceAtOnceAndLetsCallsWait() {
		this.channel.resolve(this.a, this.b);
		assertThat(this.channel.created()).hasSize(2).allMatch((each) -> each.connectionRequests() == 1);
		assertThat(this.channel.state()).isEqualTo(ConnectivityState.CONNECTING);
		assertThat(this.channel.pick(LOGIN).hasResult()).isFalse();
	}

	@Test
	void picksOnlyThoseThatAreReadyAndServeTheMethod() {
		RpcInstance noLogin = instance("d:1", "Register");
		this.channel.resolve(this.a, this.b, noLogin);
		this.channel.to(this.a).ready();
		this.channel.to(noLogin).ready();
		assertThat(this.channel.state()).isEqualTo(ConnectivityState.READY);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 10));
		assertThat(this.channel.picks(REGISTER, 10)).isEqualTo(Map.of("a:1", 5, "d:1", 5));
	}

	@Test
	void callsWaitForTheOnlyOneThatServesTheMethodWhileOthersAreReady() {
		RpcInstance noLogin = instance("d:1", "Register");
		this.channel.resolve(this.a, noLogin);
		this.channel.to(noLogin).ready();
		assertThat(this.channel.pick(LOGIN).hasResult()).isFalse();
	}

	@Test
	void otherServicesOfTheSameChannelGoToAnybody() {
		this.channel.resolve(this.a);
		this.channel.to(this.a).ready();
		assertThat(this.channel.picks("grpc.health.v1.Health/Check", 1)).containsOnlyKeys("a:1");
	}

	@Test
	void alternatingMethodsDoNotEachStickToOneInstance() {
		this.channel.resolve(this.a, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		int loginsOfA = 0;
		for (int i = 0; i < 10; i++) {
			loginsOfA += this.channel.name(this.channel.pick(LOGIN)).equals("a:1") ? 1 : 0;
			this.channel.pick(REGISTER);
		}
		assertThat(loginsOfA).isEqualTo(5);
	}

	@Test
	void callsFailWithTheLastErrorsWhenNoInstanceCanBeReached() {
		this.channel.resolve(this.a, this.b);
		this.channel.to(this.a).fail("refused by a");
		assertThat(this.channel.pick(LOGIN).hasResult()).isFalse();
		this.channel.to(this.b).fail("refused by b");
		assertThat(this.channel.state()).isEqualTo(ConnectivityState.TRANSIENT_FAILURE);
		Status status = this.channel.pick(LOGIN).getStatus();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription()).contains("demo.UserService/Login", "none of 2 instances",
				"a:1: refused by a", "b:1: refused by b");
	}

	@Test
	void anInstanceThatFailedCountsAsFailedUntilItIsReady() {
		this.channel.resolve(this.a);
		this.channel.to(this.a).fail("refused").connecting();
		assertThat(this.channel.pick(LOGIN).hasResult()).isTrue();
		this.channel.to(this.a).ready();
		assertThat(this.channel.picks(LOGIN, 1)).containsOnlyKeys("a:1");
		this.channel.clock.forward(Duration.ofMinutes(1));
		this.channel.to(this.a).idle();
		assertThat(this.channel.pick(LOGIN).hasResult()).isFalse();
	}

	@Test
	void anInstanceWhoseConnectionBreaksIsNotPickedAnyMoreAndConnectedToAgain() {
		this.channel.resolve(this.a, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		this.channel.clock.forward(Duration.ofMinutes(1));
		this.channel.to(this.a).idle();
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		assertThat(this.channel.created()).hasSize(3).filteredOn(FakeSubchannel::isShutDown).hasSize(1);
		assertThat(this.channel.to(this.a).connectionRequests()).isEqualTo(1);
		assertThat(this.channel.resolutionRequests()).isEqualTo(1);
	}

	@Test
	void eachChannelConnectsInAnOrderOfItsOwn() {
		RpcInstance[] instances = IntStream.rangeClosed(10, 40)
			.mapToObj((number) -> instance(number + ":1"))
			.toArray(RpcInstance[]::new);
		this.channel.resolve(instances);
		assertThat(this.channel.created()).extracting(FakeSubchannel::toString)
			.hasSize(instances.length)
			.isNotEqualTo(this.channel.created().stream().map(FakeSubchannel::toString).sorted().toList());
	}

	@Test
	void aConnectionThatIsClosedAsSoonAsItStandsIsNotMadeAgainInATightLoop() {
		this.channel.resolve(this.a);
		this.channel.to(this.a).ready().idle();
		assertThat(this.channel.to(this.a).connectionRequests()).isZero();
		this.channel.clock.forward(Duration.ofMillis(1300));
		assertThat(this.channel.to(this.a).connectionRequests()).isEqualTo(1);
	}

	@Test
	void aListedInstanceThatFailsIsTriedAgainEveryFewSeconds() {
		this.channel.resolve(this.a);
		FakeSubchannel subchannel = this.channel.to(this.a);
		assertThat(subchannel.reconnectsByItself()).isFalse();
		subchannel.fail("refused");
		for (int attempt = 2; attempt < 20; attempt++) {
			assertThat(subchannel.connectionRequests()).isEqualTo(attempt - 1);
			assertThat(this.channel.clock.untilNextTask()).isBetween(Duration.ofMillis(800), Duration.ofSeconds(6));
			this.channel.clock.forward(this.channel.clock.untilNextTask());
			assertThat(subchannel.connectionRequests()).isEqualTo(attempt);
			subchannel.connecting().fail("refused");
		}
	}

	@Test
	void waitsBetweenAttemptsBeginAnewAfterAConnectionThatLasted() {
		this.channel.resolve(this.a);
		FakeSubchannel subchannel = this.channel.to(this.a);
		for (int i = 0; i < 5; i++) {
			subchannel.fail("refused");
			this.channel.clock.forward(Duration.ofSeconds(6));
		}
		subchannel.ready();
		this.channel.clock.forward(Duration.ofMinutes(1));
		subchannel.idle();
		this.channel.to(this.a).fail("refused");
		assertThat(this.channel.clock.untilNextTask()).isLessThan(Duration.ofMillis(1300));
	}

	@Test
	void anInstanceThatIsRegisteredAnewAtTheSamePlaceIsTriedAtOnce() {
		this.channel.resolve(this.a, this.b);
		this.channel.to(this.a).fail("refused");
		this.channel.resolve(this.a, with(this.b, 50));
		assertThat(this.channel.to(this.a).connectionRequests()).isEqualTo(1);
		this.channel.resolve(started(this.a, "incarnation 2", FakeClock.START), this.b);
		assertThat(this.channel.to(this.a).connectionRequests()).isEqualTo(2);
		assertThat(this.channel.created()).hasSize(2);
		assertThat(this.channel.clock.taskCount()).isZero();
	}

	@Test
	void changedMetadataKeepsTheConnection() {
		this.channel.resolve(this.a);
		this.channel.to(this.a).ready();
		RpcInstance changed = instance("a:1", "Register");
		this.channel.resolve(with(changed, 7));
		assertThat(this.channel.created()).hasSize(1);
		assertThat(this.channel.name(this.channel.pick(LOGIN))).isEqualTo("UNIMPLEMENTED");
		assertThat(this.channel.picks(REGISTER, 1)).containsOnlyKeys("a:1");
		assertThat(this.channel.to(this.a).getAllAddresses().get(0).getAttributes().toString()).contains("weight=7");
	}

	@Test
	void anUnchangedResolutionMakesNoPicker() {
		this.channel.resolve(this.a);
		this.channel.to(this.a).ready();
		int before = this.channel.states().size();
		this.channel.resolve(this.a);
		assertThat(this.channel.states()).hasSize(before);
	}

	@Test
	void newInstancesTakeNothingFromThoseThatAreReady() {
		this.channel.resolve(this.a);
		this.channel.to(this.a).ready();
		int before = this.channel.states().size();
		this.channel.resolve(this.a, this.b, this.c);
		assertThat(this.channel.picks(LOGIN, 3)).isEqualTo(Map.of("a:1", 3));
		assertThat(this.channel.states().subList(before, this.channel.states().size()))
			.containsOnly(ConnectivityState.READY);
	}

	@Test
	void aDrainingInstanceGetsNoCallAndItsConnectionIsClosed() {
		this.channel.resolve(this.a, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		this.channel.resolve(with(this.a, InstanceStatus.DRAINING), this.b);
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		this.channel.resolve(this.b);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
	}

	@Test
	void aDrainingInstanceThatIsUpAgainIsConnectedToAnew() {
		this.channel.resolve(this.a);
		FakeSubchannel first = this.channel.to(this.a).ready();
		this.channel.resolve(with(this.a, InstanceStatus.DRAINING));
		assertThat(this.channel.pick(LOGIN).getStatus().getDescription()).contains("a:1 is draining");
		this.channel.resolve(started(this.a, "incarnation 2", FakeClock.START));
		assertThat(this.channel.to(this.a)).isNotSameAs(first);
		this.channel.to(this.a).ready();
		assertThat(this.channel.picks(LOGIN, 1)).containsOnlyKeys("a:1");
	}

	@Test
	void anInstanceThatIsFirstSeenDrainingIsNotConnectedTo() {
		this.channel.resolve(with(this.a, InstanceStatus.DRAINING));
		assertThat(this.channel.created()).isEmpty();
		assertThat(this.channel.pick(LOGIN).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
	}

	@Test
	void anInstanceOutOfServiceOrWithoutWeightGetsNoCallButKeepsItsConnection() {
		this.channel.resolve(this.a, this.b, this.c);
		this.channel.created().forEach(FakeSubchannel::ready);
		this.channel.resolve(with(this.a, InstanceStatus.OUT_OF_SERVICE), with(this.b, 0), this.c);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("c:1", 10));
		this.channel.resolve(this.a, this.b, this.c);
		assertThat(this.channel.picks(LOGIN, 9)).isEqualTo(Map.of("a:1", 3, "b:1", 3, "c:1", 3));
		assertThat(this.channel.created()).hasSize(3).noneMatch(FakeSubchannel::isShutDown);
	}

	@Test
	void weightsCountInTurn() {
		this.channel.resolve(with(this.a, 300), this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		assertThat(this.channel.picks(LOGIN, 4000).get("a:1")).isBetween(2995, 3005);
	}

	@Test
	void ownZoneComesFirstUntilTooFewOfItAreReady() {
		RpcInstance[] own = { inZone(instance("o1:1"), "own"), inZone(instance("o2:1"), "own") };
		this.channel.config(Map.of("zone", "own", "preferLocalZone", true))
			.resolve(own[0], own[1], inZone(this.a, "other"), this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("o1:1", 5, "o2:1", 5));
		// Half of it is ready: 1.4 times that stays.
		this.channel.to(own[0]).fail("refused");
		assertThat(this.channel.picks(LOGIN, 1000).get("o2:1")).isBetween(695, 705);
		this.channel.to(own[1]).fail("refused");
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
	}

	@Test
	void aFreshInstanceBeginsWithATenthOfItsShareAndEndsWithAllOfIt() {
		this.channel.config(Map.of("warmUp", "60s")).resolve(this.a, started(this.b, "incarnation 1", FakeClock.START));
		this.channel.created().forEach(FakeSubchannel::ready);
		assertThat(this.channel.picks(LOGIN, 1100).get("b:1")).isBetween(97, 103);
		this.channel.clock.forward(Duration.ofSeconds(30));
		assertThat(this.channel.picks(LOGIN, 1550).get("b:1")).isBetween(545, 555);
		this.channel.clock.forward(Duration.ofSeconds(30));
		assertThat(this.channel.picks(LOGIN, 1000)).isEqualTo(Map.of("a:1", 500, "b:1", 500));
		assertThat(this.channel.clock.taskCount()).isZero();
	}

	@Test
	void instancesThatStartedTogetherShareEvenlyWhileTheyWarmUp() {
		this.channel.resolve(started(this.a, "x", FakeClock.START), started(this.b, "y", FakeClock.START));
		this.channel.created().forEach(FakeSubchannel::ready);
		assertThat(this.channel.picks(LOGIN, 1000)).isEqualTo(Map.of("a:1", 500, "b:1", 500));
	}

	@Test
	void aRestartedInstanceWarmsUpAgain() {
		this.channel.config(Map.of("warmUp", "60s")).resolve(this.a, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		this.channel.clock.forward(Duration.ofHours(1));
		this.channel.resolve(this.a, started(this.b, "incarnation 2", FakeClock.START.plus(Duration.ofHours(1))));
		assertThat(this.channel.picks(LOGIN, 1100).get("b:1")).isBetween(97, 103);
	}

	@Test
	void aProviderWhoseClockIsAheadStillGetsWarm() {
		this.channel.config(Map.of("warmUp", "60s"))
			.resolve(this.a, started(this.b, "incarnation 1", FakeClock.START.plus(Duration.ofDays(1))));
		this.channel.created().forEach(FakeSubchannel::ready);
		this.channel.clock.forward(Duration.ofSeconds(60));
		assertThat(this.channel.picks(LOGIN, 1000)).isEqualTo(Map.of("a:1", 500, "b:1", 500));
	}

	@Test
	void noWarmUpMeansFullShareAtOnce() {
		this.channel.config(Map.of("warmUp", "0s")).resolve(this.a, started(this.b, "incarnation 1", FakeClock.START));
		this.channel.created().forEach(FakeSubchannel::ready);
		assertThat(this.channel.picks(LOGIN, 1000)).isEqualTo(Map.of("a:1", 500, "b:1", 500));
	}

	@Test
	void anEjectedInstanceIsNotPickedUntilItIsGivenBackAndThenGradually() {
		this.channel.withHealthProducer().resolve(this.a, this.b);
		ConnectivityStateInfo up = ConnectivityStateInfo.forNonError(ConnectivityState.READY);
		this.channel.created().forEach((each) -> each.ready().health(up));
		this.channel.to(this.a)
			.health(ConnectivityStateInfo.forTransientFailure(Status.UNAVAILABLE.withDescription("ejected")));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		this.channel.clock.forward(Duration.ofSeconds(30));
		this.channel.to(this.a).health(up);
		assertThat(this.channel.picks(LOGIN, 1100).get("a:1")).isBetween(97, 103);
		this.channel.clock.forward(Duration.ofSeconds(5));
		assertThat(this.channel.picks(LOGIN, 1550).get("a:1")).isBetween(545, 555);
		this.channel.clock.forward(Duration.ofSeconds(5));
		assertThat(this.channel.picks(LOGIN, 1000)).isEqualTo(Map.of("a:1", 500, "b:1", 500));
		assertThat(this.channel.clock.taskCount()).isZero();
	}

	@Test
	void callsWaitForTheFirstWordOfAHealthCheck() {
		this.channel.withHealthProducer().resolve(this.a);
		this.channel.to(this.a).ready();
		assertThat(this.channel.pick(LOGIN).hasResult()).isFalse();
		this.channel.to(this.a).health(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
		assertThat(this.channel.picks(LOGIN, 1)).containsOnlyKeys("a:1");
	}

	@Test
	void anInstanceThatIsUnhealthyCountsAsThatUntilItIsHealthy() {
		ConnectivityStateInfo unknown = ConnectivityStateInfo.forNonError(ConnectivityState.CONNECTING);
		this.channel.withHealthProducer().resolve(this.a);
		this.channel.to(this.a)
			.ready()
			.health(ConnectivityStateInfo.forTransientFailure(Status.UNAVAILABLE.withDescription("ill")));
		this.channel.to(this.a).health(unknown);
		assertThat(this.channel.pick(LOGIN).getStatus().getDescription()).contains("a:1: ill");
		this.channel.to(this.a).health(ConnectivityStateInfo.forNonError(ConnectivityState.READY));
		this.channel.to(this.a).health(unknown);
		assertThat(this.channel.pick(LOGIN).hasResult()).isFalse();
	}

	@Test
	void anEjectedInstanceThatReconnectsComesBackGraduallyToo() {
		this.channel.withHealthProducer().resolve(this.a, this.b);
		ConnectivityStateInfo up = ConnectivityStateInfo.forNonError(ConnectivityState.READY);
		this.channel.created().forEach((each) -> each.ready().health(up));
		this.channel.to(this.a)
			.health(ConnectivityStateInfo.forTransientFailure(Status.UNAVAILABLE.withDescription("ejected")));
		this.channel.clock.forward(Duration.ofSeconds(30));
		this.channel.to(this.a).idle();
		this.channel.synchronization.execute(() -> this.channel.to(this.a).ready().health(up));
		assertThat(this.channel.picks(LOGIN, 1100).get("a:1")).isBetween(97, 103);
	}

	@Test
	void addressesWithoutARegistryServeEveryMethod() {
		this.channel.resolveAddresses("x", "y");
		this.channel.created().forEach(FakeSubchannel::ready);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("x:1", 5, "y:1", 5));
		this.channel.resolveAddresses("y");
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("y:1", 10));
		assertThat(this.channel.to("x:1").isShutDown()).isTrue();
	}

	@Test
	void aFailedResolutionChangesNothingForThoseThatAreReady() {
		this.channel.resolve(this.a);
		this.channel.to(this.a).ready();
		this.channel.failResolution(Status.UNAVAILABLE.withDescription("no answer"));
		assertThat(this.channel.picks(LOGIN, 1)).containsOnlyKeys("a:1");
	}

	@Test
	void aFailedFirstResolutionIsWhatCallsSee() {
		this.channel.failResolution(Status.UNAVAILABLE.withDescription("no answer"));
		assertThat(this.channel.pick(LOGIN).getStatus().getDescription()).isEqualTo("no answer");
	}

	@Test
	void reportsThatNoInstanceIsRegistered() {
		this.channel.resolve();
		Status status = this.channel.pick(LOGIN).getStatus();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription()).isEqualTo("Looked for demo.UserService/Login in namespace 'test' of the "
				+ "registry at zk.test:2181: no instance of demo.UserService is registered");
	}

	@Test
	void reportsThatNoInstanceHasTheVersion() {
		this.channel.resolve(RpcTarget.parse("rpc:///demo.UserService?version=3"), ServiceView.State.STALE,
				List.of(version(this.a, "1"), version(this.b, "2"), this.c));
		Status status = this.channel.pick(LOGIN).getStatus();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription()).contains("(out of reach, last seen " + FakeClock.START + ")",
				"none of 3 instances of demo.UserService fits rpc:///demo.UserService?version=3; "
						+ "there are no version, version 1, version 2");
	}

	@Test
	void reportsThatNoInstanceServesTheMethod() {
		this.channel.resolve(instance("a:1", "Register"), instance("b:1", "Profile"));
		Status status = this.channel.pick(LOGIN).getStatus();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
		assertThat(status.getDescription()).isEqualTo("Looked for demo.UserService/Login in namespace 'test' of the "
				+ "registry at zk.test:2181: none of 2 instances serves it, or operators took it out of service there; they serve Profile, Register");
	}

	@Test
	void saysWhyThoseThatServeTheMethodTakeNoCalls() {
		this.channel.resolve(with(this.a, InstanceStatus.OUT_OF_SERVICE), with(this.b, 0),
				with(this.c, InstanceStatus.DRAINING), instance("d:1", "Register"),
				with(instance("e:1"), InstanceStatus.UNREADABLE));
		Status status = this.channel.pick(LOGIN).getStatus();
		assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(status.getDescription()).endsWith("none of 4 instances that serve it takes calls now: "
				+ "a:1 is out of service, b:1 is at weight 0, c:1 is draining, e:1 is out of service because its "
				+ "entry in the registry cannot be read");
	}

	@Test
	void shutdownLeavesNothingBehind() {
		this.channel.resolve(this.a, this.b, this.c, started(instance("d:1"), "young", FakeClock.START));
		this.channel.to(this.a).ready();
		this.channel.to(this.b).fail("refused");
		this.channel.to(this.c).ready();
		this.channel.resolve(with(this.a, InstanceStatus.DRAINING), this.b,
				started(instance("d:1"), "young", FakeClock.START));
		this.channel.to(this.c).probe().answer(Status.OK);
		assertThat(this.channel.clock.taskCount()).isEqualTo(4);
		int before = this.channel.states().size();
		this.channel.shutdown();
		assertThat(this.channel.clock.taskCount()).isZero();
		assertThat(this.channel.created()).allMatch(FakeSubchannel::isShutDown);
		assertThat(this.channel.explainer.explain()).isEmpty();
		this.channel.created().forEach(FakeSubchannel::ready);
		assertThat(this.channel.states()).hasSize(before);
	}

	@Test
	void pickersOfTheSamePictureAreEqual() {
		this.channel.resolve(this.a, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		MethodAwarePicker picker = (MethodAwarePicker) this.channel.picker();
		PickState state = new PickState(() -> 0, new LongAdder());
		assertThat(new MethodAwarePicker(picker.snapshot(), state))
			.isEqualTo(new MethodAwarePicker(picker.snapshot(), state))
			.hasSameHashCodeAs(picker)
			.isNotEqualTo(picker);
	}

	@Test
	void pickingMakesNoObjects() {
		this.channel.resolve(this.a, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		PickResult first = this.channel.pick(LOGIN);
		this.channel.pick(LOGIN);
		assertThat(this.channel.pick(LOGIN)).isSameAs(first);
	}

}
