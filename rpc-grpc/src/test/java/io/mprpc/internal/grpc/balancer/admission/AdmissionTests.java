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

package io.mprpc.internal.grpc.balancer.admission;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.Context;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.FakeChannel;
import io.mprpc.internal.grpc.balancer.FakeSubchannel;
import io.mprpc.internal.grpc.balancer.InstanceRoute;
import io.mprpc.internal.grpc.balancer.Instances;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.grpc.balancer.Instances.LOGIN;
import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.started;
import static io.mprpc.internal.grpc.balancer.Instances.verifiable;
import static io.mprpc.internal.grpc.balancer.Instances.with;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Admission}: calls to an address that may have been given to another
 * process.
 */
class AdmissionTests {

	private static final Map<String, ?> NO_WARM_UP = Map.of("warmUp", "0s");

	private static final String INCARNATION = "incarnation 1";

	private final FakeChannel channel = new FakeChannel().withRegistrations().config(NO_WARM_UP);

	private String reason(String endpoint) {
		return this.channel.explainer.explain(Instances.SERVICE, "Login")
			.get(0)
			.instances()
			.stream()
			.filter((route) -> route.endpoint().equals(endpoint))
			.map(InstanceRoute::reason)
			.findFirst()
			.orElseThrow();
	}

	private void resolve(ServiceView.State state, RpcInstance... instances) {
		this.channel.resolve(RpcTarget.parse(FakeChannel.TARGET), state, List.of(instances));
	}

	/**
	 * A process that tells who it is.
	 */
	@Nested
	class WhoTellsWhoItIs {

		private final RpcInstance a = verifiable(instance("a:1"));

		private final RpcInstance b = verifiable(instance("b:1"));

		private void bothReady() {
			AdmissionTests.this.channel.resolve(this.a, this.b);
			for (FakeSubchannel subchannel : AdmissionTests.this.channel.created()) {
				subchannel.ready().probe().says(INCARNATION);
			}
		}

		private void broken() {
			bothReady();
			AdmissionTests.this.channel.clock.forward(Duration.ofMinutes(1));
			AdmissionTests.this.channel.to(this.a).idle();
		}

		@Test
		void isAskedBeforeItTakesCalls() {
			AdmissionTests.this.channel.resolve(this.a);
			FakeSubchannel subchannel = AdmissionTests.this.channel.to(this.a).ready();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 1)).containsOnlyKeys("wait");
			subchannel.probe().says(INCARNATION);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 1)).containsOnlyKeys("a:1");
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isZero();
		}

		@Test
		void isAskedAgainOnEachConnection() {
			broken();
			FakeSubchannel subchannel = AdmissionTests.this.channel.to(this.a).ready();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			subchannel.probe().says(INCARNATION);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			assertThat(AdmissionTests.this.channel.registrations.reads()).isEmpty();
		}

		@Test
		void takesNoCallsAsAnotherProcessAndIsAskedAgain() {
			broken();
			FakeSubchannel subchannel = AdmissionTests.this.channel.to(this.a).ready();
			subchannel.probe().says("incarnation 2\n");
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			assertThat(reason("a:1")).isEqualTo("cannot be reached: another process answers at this address: not a:1 "
					+ "registered as incarnation 1, it is registered as incarnation?2?");
			assertThat(AdmissionTests.this.channel.clock.untilNextTask()).isBetween(Duration.ofMillis(800),
					Duration.ofMillis(1200));
			AdmissionTests.this.channel.clock.forward(AdmissionTests.this.channel.clock.untilNextTask());
			subchannel.probe().says(INCARNATION);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		}

		@Test
		void takesNoCallsWhereTheQuestionIsNotKnown() {
			broken();
			AdmissionTests.this.channel.to(this.a).ready().probe().answer(Status.UNIMPLEMENTED);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			assertThat(reason("a:1")).contains("another process answers at this address",
					"it does not know mprpc.identity.v1.IdentityService");
		}

		@Test
		void takesNoCallsWithoutAnAnswer() {
			AdmissionTests.this.channel.resolve(this.a);
			AdmissionTests.this.channel.to(this.a).ready().probe().answer(Status.DEADLINE_EXCEEDED);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 1)).containsOnlyKeys("UNAVAILABLE");
			assertThat(AdmissionTests.this.channel.pick(LOGIN).getStatus().getDescription())
				.contains("does not say within 1000 ms whether it is a:1");
		}

		@Test
		void isAskedAtOnceWhenTheRegistryKnowsAnotherLifeOfIt() {
			broken();
			FakeSubchannel subchannel = AdmissionTests.this.channel.to(this.a).ready();
			subchannel.probe().says("incarnation 2");
			AdmissionTests.this.channel.resolve(started(this.a, "incarnation 2", FakeClock.START), this.b);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			subchannel.probe().says("incarnation 2");
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isZero();
		}

		@Test
		void anAnswerOverAnEarlierConnectionMeansNothing() {
			broken();
			FakeSubchannel.FakeProbe early = AdmissionTests.this.channel.to(this.a).ready().probe();
			AdmissionTests.this.channel.clock.forward(Duration.ofMinutes(1));
			AdmissionTests.this.channel.to(this.a).idle();
			AdmissionTests.this.channel.to(this.a).ready();
			early.says(INCARNATION);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		}

		@Test
		void isNotKeptWhenAnotherProcessStandsThereAndTheRegistryLosesIt() {
			broken();
			AdmissionTests.this.channel.to(this.a).ready().probe().says("incarnation 2");
			AdmissionTests.this.channel.resolve(this.b);
			assertThat(AdmissionTests.this.channel.to(this.a).isShutDown()).isTrue();
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isZero();
		}

		@Test
		void takesNoCallsWhenItsMetadataVanishesBeforeItsMethodsDo() {
			broken();
			AdmissionTests.this.channel.to(this.a).ready().probe().says("incarnation 2");
			RpcInstance undescribed = this.a.withMetadata(InstanceMetadata.UNKNOWN);
			AdmissionTests.this.channel.resolve(undescribed, this.b);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			AdmissionTests.this.channel.resolve(this.b);
			assertThat(AdmissionTests.this.channel.to(this.a).isShutDown()).isTrue();
		}

		@Test
		void isKeptWhenTheRegistryLosesItBitByBit() {
			bothReady();
			AdmissionTests.this.channel.resolve(this.a.withMetadata(InstanceMetadata.UNKNOWN), this.b);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			AdmissionTests.this.channel.resolve(this.b);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		}

		@Test
		void isAskedWhoItIsWhileTheRegistryHasLostIt() {
			bothReady();
			AdmissionTests.this.channel.resolve(this.b);
			AdmissionTests.this.channel.to(this.a).probe().says(INCARNATION);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			end(AdmissionTests.this.channel.pick(LOGIN), Status.UNIMPLEMENTED);
			end(AdmissionTests.this.channel.pick(LOGIN), Status.UNIMPLEMENTED);
			AdmissionTests.this.channel.to(this.a).probe().says("incarnation 2");
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			assertThat(AdmissionTests.this.channel.to(this.a).isShutDown()).isTrue();
		}

		@Test
		void isAskedOnceWhereADoubtComesBeforeTheNextQuestion() {
			bothReady();
			AdmissionTests.this.channel.resolve(this.b);
			AdmissionTests.this.channel.to(this.a).probe().says(INCARNATION);
			int scheduled = AdmissionTests.this.channel.clock.taskCount();
			end(AdmissionTests.this.channel.pick(LOGIN), Status.UNIMPLEMENTED);
			end(AdmissionTests.this.channel.pick(LOGIN), Status.UNIMPLEMENTED);
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isEqualTo(scheduled - 1);
			AdmissionTests.this.channel.to(this.a).probe().says(INCARNATION);
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isEqualTo(scheduled);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		}

		@Test
		void takesCallsAtOnceWhereThatIsNotToBeVerified() {
			AdmissionTests.this.channel.config(Map.of("warmUp", "0s", "verifyIdentity", false));
			AdmissionTests.this.channel.resolve(this.a);
			FakeSubchannel subchannel = AdmissionTests.this.channel.to(this.a).ready();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 1)).containsOnlyKeys("a:1");
			assertThat(subchannel.isProbed()).isFalse();
		}

		@Test
		void anotherStartOfTheSameRegistrationIsNoReasonToAsk() {
			bothReady();
			AdmissionTests.this.channel.resolve(started(this.a, INCARNATION, FakeClock.START), this.b);
			assertThat(AdmissionTests.this.channel.to(this.a).isProbed()).isFalse();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		}

		@Test
		void isAskedWhateverTheThreadWorksForThatConnects() {
			AdmissionTests.this.channel.resolve(this.a);
			try (Context.CancellableContext call = Context.ROOT.withCancellation()) {
				call.run(() -> AdmissionTests.this.channel.to(this.a).ready());
			}
			assertThat(AdmissionTests.this.channel.to(this.a).probe().context()).isSameAs(Context.ROOT);
		}

		@Test
		void changedWeightsAreNoReasonToAsk() {
			bothReady();
			AdmissionTests.this.channel.resolve(with(this.a, 50), this.b);
			assertThat(AdmissionTests.this.channel.to(this.a).isProbed()).isFalse();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 30)).isEqualTo(Map.of("a:1", 10, "b:1", 20));
		}

	}

	/**
	 * A process that does not.
	 */
	@Nested
	class WhoDoesNotTell {

		private final RpcInstance a = instance("a:1");

		private final RpcInstance b = instance("b:1");

		private void bothReady(ServiceView.State state) {
			resolve(state, this.a, this.b);
			AdmissionTests.this.channel.created().forEach(FakeSubchannel::ready);
		}

		private void madeAgain() {
			AdmissionTests.this.channel.clock.forward(Duration.ofMinutes(1));
			AdmissionTests.this.channel.to(this.a).idle();
			AdmissionTests.this.channel.to(this.a).ready();
		}

		@Test
		void isTrustedOnItsFirstConnection() {
			bothReady(ServiceView.State.LIVE);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		}

		@Test
		void takesCallsAfterABreakOnlyWhenItsRegistrationWasReadAfterASessionTimeout() {
			bothReady(ServiceView.State.LIVE);
			madeAgain();
			AdmissionTests.this.channel.clock.forward(Duration.ofMillis(4900));
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			assertThat(AdmissionTests.this.channel.registrations.reads()).isEmpty();
			AdmissionTests.this.channel.clock.forward(Duration.ofMillis(100));
			assertThat(AdmissionTests.this.channel.registrations.reads()).containsExactly("a:1");
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isZero();
		}

		@Test
		void itsRegistrationIsReadAgainWhenThatFails() {
			bothReady(ServiceView.State.LIVE);
			madeAgain();
			AdmissionTests.this.channel.registrations.fail();
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(5));
			AdmissionTests.this.channel.registrations.answer(false);
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(5));
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			AdmissionTests.this.channel.registrations.answer(true);
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(5));
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			assertThat(AdmissionTests.this.channel.registrations.reads()).hasSize(3);
		}

		@Test
		void anotherBreakBeginsTheWaitAnew() {
			bothReady(ServiceView.State.LIVE);
			madeAgain();
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(4));
			AdmissionTests.this.channel.to(this.a).idle();
			AdmissionTests.this.channel.to(this.a).ready();
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(4));
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			assertThat(AdmissionTests.this.channel.registrations.reads()).isEmpty();
		}

		@Test
		void aConnectionThatCouldNotBeMadeAtFirstIsNoFirstConnection() {
			AdmissionTests.this.channel.resolve(this.a);
			AdmissionTests.this.channel.to(this.a).fail("refused").ready();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 1)).containsOnlyKeys("wait");
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(5));
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 1)).containsOnlyKeys("a:1");
		}

		@Test
		void takesCallsAtOnceInAnotherLifeThatTheRegistryKnows() {
			bothReady(ServiceView.State.LIVE);
			madeAgain();
			AdmissionTests.this.channel.resolve(started(this.a, "incarnation 2", FakeClock.START), this.b);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).containsOnlyKeys("a:1", "b:1");
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isZero();
		}

		@Test
		void isNotKeptWhenTheRegistryLosesItAfterABreak() {
			bothReady(ServiceView.State.LIVE);
			madeAgain();
			AdmissionTests.this.channel.resolve(this.b);
			assertThat(AdmissionTests.this.channel.to(this.a).isShutDown()).isTrue();
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isZero();
		}

		@Test
		void isNotKeptAfterABreakWhereNothingIsToBeVerifiedEither() {
			AdmissionTests.this.channel.config(Map.of("warmUp", "0s", "verifyIdentity", false));
			bothReady(ServiceView.State.LIVE);
			madeAgain();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
			AdmissionTests.this.channel.resolve(this.b);
			assertThat(AdmissionTests.this.channel.to(this.a).isShutDown()).isTrue();
		}

		@Test
		void isNotKeptAnyMoreWhenItDoesNotKnowAMethodThatIsListed() {
			bothReady(ServiceView.State.LIVE);
			AdmissionTests.this.channel.resolve();
			AdmissionTests.this.channel.to(this.a).probe().answer(Status.OK);
			for (int i = 0; i < 2; i++) {
				PickResult pick = AdmissionTests.this.channel.pick(LOGIN);
				if (AdmissionTests.this.channel.name(pick).equals("a:1")) {
					end(pick, Status.UNIMPLEMENTED);
				}
			}
			assertThat(AdmissionTests.this.channel.to(this.a).isShutDown()).isTrue();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		}

		@Test
		void whileTheRegistryIsAwayItTakesCallsOnlyWhereNoOtherCould() {
			bothReady(ServiceView.State.LIVE);
			resolve(ServiceView.State.STALE, this.a, this.b);
			madeAgain();
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			assertThat(AdmissionTests.this.channel.explainer.unverifiedCalls()).isZero();
			AdmissionTests.this.channel.to(this.b).idle();
			AdmissionTests.this.channel.to(this.b).fail("refused");
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 10));
			end(AdmissionTests.this.channel.pick(LOGIN), Status.OK);
			assertThat(AdmissionTests.this.channel.explainer.unverifiedCalls()).isEqualTo(1);
			assertThat(reason("a:1")).contains("picked only because no other instance is ready",
					"the registry is out of reach");
		}

		@Test
		void anInstanceThatIsBeingConnectedToIsWaitedForInsteadOfIt() {
			RpcInstance sure = verifiable(this.b);
			resolve(ServiceView.State.STALE, this.a, sure);
			AdmissionTests.this.channel.created().forEach(FakeSubchannel::ready);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 1)).containsOnlyKeys("wait");
			AdmissionTests.this.channel.to(sure).probe().says(INCARNATION);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
		}

		@Test
		void aViewFromDiskProvesNothingUntilItsRegistrationWasReadASessionTimeoutAfterTheRegistryIsBack() {
			RpcInstance sure = verifiable(this.b);
			resolve(ServiceView.State.SNAPSHOT, this.a, sure);
			AdmissionTests.this.channel.created().forEach(FakeSubchannel::ready);
			AdmissionTests.this.channel.to(sure).probe().says(INCARNATION);
			AdmissionTests.this.channel.clock.forward(Duration.ofMinutes(1));
			// A dead process's session has its full time again.
			resolve(ServiceView.State.LIVE, this.a, sure);
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(5));
			assertThat(AdmissionTests.this.channel.registrations.reads()).containsExactly("a:1");
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		}

		@Test
		void aViewFromDiskIsForgottenWhereItWasNotYetConnectedTo() {
			resolve(ServiceView.State.SNAPSHOT, this.a);
			resolve(ServiceView.State.LIVE, this.a);
			AdmissionTests.this.channel.to(this.a).ready();
			end(AdmissionTests.this.channel.pick(LOGIN), Status.OK);
			assertThat(AdmissionTests.this.channel.explainer.unverifiedCalls()).isZero();
			assertThat(AdmissionTests.this.channel.clock.taskCount()).isZero();
		}

		@Test
		void anInstanceFromDiskGoesOnServingAloneWhileItsRegistrationIsToBeRead() {
			resolve(ServiceView.State.SNAPSHOT, this.a);
			AdmissionTests.this.channel.to(this.a).ready();
			end(AdmissionTests.this.channel.pick(LOGIN), Status.OK);
			assertThat(AdmissionTests.this.channel.explainer.unverifiedCalls()).isEqualTo(1);
			resolve(ServiceView.State.LIVE, this.a);
			end(AdmissionTests.this.channel.pick(LOGIN), Status.OK);
			assertThat(AdmissionTests.this.channel.explainer.unverifiedCalls()).isEqualTo(2);
			AdmissionTests.this.channel.clock.forward(Duration.ofSeconds(5));
			end(AdmissionTests.this.channel.pick(LOGIN), Status.OK);
			assertThat(AdmissionTests.this.channel.explainer.unverifiedCalls()).isEqualTo(2);
		}

		@Test
		void theWaitBeginsWhenTheRegistryIsBack() {
			bothReady(ServiceView.State.LIVE);
			resolve(ServiceView.State.STALE, this.a, this.b);
			madeAgain();
			AdmissionTests.this.channel.clock.forward(Duration.ofMinutes(1));
			resolve(ServiceView.State.LIVE, this.a, this.b);
			AdmissionTests.this.channel.clock.forward(Duration.ofMillis(4900));
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 10));
			AdmissionTests.this.channel.clock.forward(Duration.ofMillis(100));
			assertThat(AdmissionTests.this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 5, "b:1", 5));
		}

	}

	private static void end(PickResult pick, Status status) {
		ClientStreamTracer.Factory factory = pick.getStreamTracerFactory();
		if (factory != null) {
			factory
				.newClientStreamTracer(
						ClientStreamTracer.StreamInfo.newBuilder().setCallOptions(CallOptions.DEFAULT).build(),
						new Metadata())
				.streamClosed(status);
		}
	}

}
