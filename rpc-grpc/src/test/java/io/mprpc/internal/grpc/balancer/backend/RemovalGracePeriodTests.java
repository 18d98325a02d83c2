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

package io.mprpc.internal.grpc.balancer.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.grpc.ClientStreamTracer;
import io.grpc.LoadBalancer;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.FakeChannel;
import io.mprpc.internal.grpc.balancer.FakeSubchannel;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.grpc.balancer.Instances.LOGIN;
import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.version;
import static io.mprpc.internal.grpc.balancer.Instances.with;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RemovalGracePeriod}: instances that vanish from the registry.
 */
class RemovalGracePeriodTests {

	private static final Map<String, ?> HALF_A_MINUTE = Map.of("removalGracePeriod", "30s", "warmUp", "0s");

	private final RpcInstance a = instance("a:1");

	private final RpcInstance b = instance("b:1");

	private final FakeChannel channel = new FakeChannel().config(HALF_A_MINUTE);

	private void bothReady() {
		this.channel.resolve(this.a, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
	}

	@Test
	void oneThatAnswersIsKeptForTheGraceTime() {
		bothReady();
		this.channel.resolve(this.b);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		for (int seconds = 0; seconds < 30; seconds += 5) {
			this.channel.to(this.a).probe().answer(Status.UNIMPLEMENTED);
			assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			this.channel.clock.forward(Duration.ofSeconds(5));
		}
		this.channel.to(this.a).probe().answer(Status.OK);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
		assertThat(this.channel.clock.taskCount()).isZero();
	}

	@Test
	void oneThatDoesNotAnswerIsReleased() {
		bothReady();
		this.channel.resolve(this.b);
		this.channel.to(this.a).probe().answer(Status.DEADLINE_EXCEEDED);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void oneThatStopsAnsweringIsReleased() {
		bothReady();
		this.channel.resolve(this.b);
		this.channel.to(this.a).probe().answer(Status.OK);
		this.channel.clock.forward(Duration.ofSeconds(5));
		this.channel.to(this.a).probe().answer(Status.DEADLINE_EXCEEDED);
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void oneWhoseConnectionBreaksIsReleasedAtOnce() {
		bothReady();
		this.channel.resolve(this.b);
		this.channel.to(this.a).idle();
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void oneWithoutAConnectionIsReleasedAtOnce() {
		this.channel.resolve(this.a, this.b);
		this.channel.to(this.a).fail("refused");
		this.channel.resolve(this.b);
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
		assertThat(this.channel.clock.taskCount()).isZero();
	}

	@Test
	void oneThatAnnouncedItsEndIsNotKept() {
		bothReady();
		this.channel.resolve(with(this.a, InstanceStatus.DRAINING), this.b);
		this.channel.resolve(this.b);
		assertThat(this.channel.to(this.a).isProbed()).isFalse();
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
	}

	@Test
	void oneThatWasOutOfServiceIsNotKept() {
		bothReady();
		this.channel.resolve(with(this.a, InstanceStatus.OUT_OF_SERVICE), this.b);
		this.channel.resolve(this.b);
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void oneThatIsListedButDoesNotFitAnyMoreIsNotKept() {
		RpcTarget target = RpcTarget.parse("rpc:///demo.UserService?version=1");
		List<RpcInstance> listed = List.of(version(this.a, "1"), version(this.b, "1"));
		this.channel.resolve(target, ServiceView.State.LIVE, listed);
		this.channel.created().forEach(FakeSubchannel::ready);
		this.channel.resolve(target, ServiceView.State.LIVE, List.of(version(this.a, "2"), version(this.b, "1")));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void allAreKeptWhenAllVanishForAsLongAsTheyAnswer() {
		bothReady();
		this.channel.resolve();
		for (int i = 0; i < 100; i++) {
			assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			this.channel.to(this.a).probe().answer(Status.OK);
			this.channel.to(this.b).probe().answer(Status.OK);
			this.channel.clock.forward(Duration.ofSeconds(5));
		}
		assertThat(this.channel.created()).hasSize(2).noneMatch(FakeSubchannel::isShutDown);
	}

	@Test
	void oneIsKeptBeyondTheGraceTimeWhileNoOtherServesItsMethods() {
		RpcInstance special = instance("s:1", "Login", "Special");
		this.channel.resolve(special, this.b);
		this.channel.created().forEach(FakeSubchannel::ready);
		this.channel.resolve(this.b);
		for (int i = 0; i < 10; i++) {
			this.channel.to(special).probe().answer(Status.OK);
			this.channel.clock.forward(Duration.ofSeconds(5));
		}
		assertThat(this.channel.picks("demo.UserService/Special", 1)).containsOnlyKeys("s:1");
		RpcInstance heir = instance("h:1", "Special");
		this.channel.resolve(this.b, heir);
		this.channel.to(heir).ready();
		this.channel.to(special).probe().answer(Status.OK);
		assertThat(this.channel.picks("demo.UserService/Special", 1)).containsOnlyKeys("h:1");
		assertThat(this.channel.to(special).isShutDown()).isTrue();
	}

	@Test
	void oneThatComesBackKeepsItsConnection() {
		bothReady();
		this.channel.resolve(this.b);
		this.channel.to(this.a).probe().answer(Status.OK);
		this.channel.resolve(this.a, this.b);
		// Outlier detection has forgotten the address meanwhile.
		assertThat(this.channel.to(this.a).updates()).isEqualTo(1);
		assertThat(this.channel.clock.taskCount()).isZero();
		this.channel.clock.forward(Duration.ofMinutes(5));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		assertThat(this.channel.created()).hasSize(2).noneMatch(FakeSubchannel::isShutDown);
	}

	@Test
	void anAnswerThatComesTooLateMeansNothing() {
		bothReady();
		this.channel.resolve(this.b);
		FakeSubchannel.FakeProbe late = this.channel.to(this.a).probe();
		this.channel.resolve(this.a, this.b);
		late.answer(Status.DEADLINE_EXCEEDED);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
	}

	@Test
	void noGraceTimeMeansGoneAtOnce() {
		this.channel.config(Map.of("removalGracePeriod", "0s"));
		bothReady();
		this.channel.resolve(this.b);
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void anInstanceThatIsKeptCanStillBeDrained() {
		bothReady();
		this.channel.resolve(this.b);
		this.channel.resolve(with(this.a, InstanceStatus.DRAINING), this.b);
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void theLastQuestionComesAtTheEndOfTheGraceTime() {
		this.channel.config(Map.of("removalGracePeriod", "12s", "warmUp", "0s"));
		bothReady();
		this.channel.resolve(this.b);
		for (int seconds : new int[] { 5, 5, 2 }) {
			this.channel.to(this.a).probe().answer(Status.OK);
			assertThat(this.channel.clock.untilNextTask()).hasSeconds(seconds);
			this.channel.clock.forward(Duration.ofSeconds(seconds));
		}
		this.channel.to(this.a).probe().answer(Status.OK);
		assertThat(this.channel.to(this.a).isShutDown()).isTrue();
	}

	@Test
	void oneThatNoOtherCanReplaceIsAskedNoMoreOftenAfterTheGraceTime() {
		this.channel.config(Map.of("removalGracePeriod", "5s", "warmUp", "0s"));
		bothReady();
		this.channel.resolve();
		this.channel.to(this.a).probe().answer(Status.OK);
		this.channel.clock.forward(Duration.ofSeconds(5));
		this.channel.to(this.a).probe().answer(Status.OK);
		assertThat(this.channel.clock.untilNextTask()).hasSeconds(5);
	}

	@Test
	void oneThatIsKeptCountsItsCallsAsBefore() {
		this.channel.config(Map.of("removalGracePeriod", "30s", "warmUp", "0s", "policy", "least_outstanding"));
		bothReady();
		this.channel.resolve(this.b);
		List<ClientStreamTracer> calls = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			calls.add(begin(this.channel.pick(LOGIN)));
		}
		calls.forEach((call) -> call.streamClosed(Status.OK));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
	}

	private static ClientStreamTracer begin(LoadBalancer.PickResult pick) {
		ClientStreamTracer.StreamInfo info = ClientStreamTracer.StreamInfo.newBuilder().build();
		ClientStreamTracer tracer = pick.getStreamTracerFactory().newClientStreamTracer(info, new Metadata());
		tracer.outboundHeaders();
		return tracer;
	}

}
