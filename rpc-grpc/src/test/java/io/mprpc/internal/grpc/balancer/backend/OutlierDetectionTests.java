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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ClientStreamTracer;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.Metadata;
import io.grpc.Status;
import io.mprpc.internal.grpc.balancer.FakeChannel;
import io.mprpc.internal.grpc.balancer.FakeSubchannel;
import io.mprpc.internal.grpc.balancer.InstanceRoute;
import io.mprpc.internal.grpc.balancer.Instances;
import io.mprpc.registry.RpcInstance;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static io.mprpc.internal.grpc.balancer.Instances.LOGIN;
import static io.mprpc.internal.grpc.balancer.Instances.REGISTER;
import static io.mprpc.internal.grpc.balancer.Instances.instance;
import static io.mprpc.internal.grpc.balancer.Instances.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link OutlierDetection}: ejections, their duration and their end.
 */
class OutlierDetectionTests {

	private static final Duration INTERVAL = Duration.ofSeconds(2);

	private final RpcInstance a = instance("a:1");

	private final RpcInstance b = instance("b:1");

	private final RpcInstance c = instance("c:1");

	private final FakeChannel channel = new FakeChannel();

	@Test
	void anInstanceWhoseCallsFailIsEjected() {
		start(Map.of(), this.a, this.b, this.c);
		interval(Map.of("a:1", Status.UNAVAILABLE));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("b:1", 5, "c:1", 5));
		assertThat(route("a:1").isEjected()).isTrue();
		assertThat(route("a:1").picked()).isFalse();
		assertThat(route("a:1").reason())
			.isEqualTo("ejected until " + FakeClock.START.plusSeconds(12) + " because 1000 of 1000 calls failed");
	}

	@ParameterizedTest
	@EnumSource(value = Status.Code.class, mode = EnumSource.Mode.EXCLUDE,
			names = { "UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "UNKNOWN", "DATA_LOSS" })
	void answersEjectNoInstance(Status.Code code) {
		start(Map.of(), this.a, this.b);
		interval(Map.of("a:1", code.toStatus()));
		assertThat(route("a:1").isEjected()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(value = Status.Code.class,
			names = { "UNAVAILABLE", "DEADLINE_EXCEEDED", "INTERNAL", "UNKNOWN", "DATA_LOSS" })
	void whatSpeaksAgainstTheInstanceEjectsIt(Status.Code code) {
		start(Map.of("policy", "least_outstanding"), this.a, this.b);
		interval(Map.of("a:1", code.toStatus()));
		assertThat(route("a:1").isEjected()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "50, 51, 0, true", "50, 50, 0, false", "50, 51, 25, true", "50, 51, 26, false", "80, 100, 40, true",
			"80, 100, 41, false", "80, 80, 40, false", "1, 2, 0, true", "1, 1, 0, false", "0, 1, 0, true",
			"100, 100, 0, false" })
	void anInstanceIsEjectedWhenItExceedsTheThresholdAndAnotherStaysBelowHalfOfIt(int threshold, int failing,
			int failingElsewhere, boolean ejected) {
		start(Map.of("outlierDetection", Map.of("failurePercentage", threshold)), this.a, this.b);
		percentages(Map.of("a:1", failing, "b:1", failingElsewhere));
		assertThat(route("a:1").isEjected()).isEqualTo(ejected);
		assertThat(route("b:1").isEjected()).isFalse();
	}

	@Test
	void theReasonNamesTheFailedCalls() {
		start(Map.of(), this.a, this.b);
		percentages(Map.of("a:1", 90, "b:1", 10));
		assertThat(route("a:1").reason()).endsWith("because 90 of 100 calls failed");
	}

	@Test
	void onlyInstancesThatExceedTheThresholdAreEjected() {
		RpcInstance d = instance("d:1");
		start(Map.of(), this.a, this.b, this.c, d);
		percentages(Map.of("a:1", 86, "b:1", 85, "c:1", 43, "d:1", 42));
		assertThat(ejected(this.a, this.b, this.c, d)).containsExactly("a:1");
	}

	@Test
	void noInstanceIsEjectedWhereAllFail() {
		start(Map.of(), this.a, this.b, this.c);
		interval(Map.of("a:1", Status.UNAVAILABLE, "b:1", Status.UNAVAILABLE, "c:1", Status.UNAVAILABLE));
		assertThat(this.channel.picks(LOGIN, 9)).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "4, false", "5, true" })
	void oneWithTooFewCallsIsNotJudged(int each, boolean ejected) {
		start(Map.of("outlierDetection", Map.of("minimumCalls", 5)), this.a, this.b);
		calls(2 * each, Map.of("a:1", Status.UNAVAILABLE));
		this.channel.clock.forward(INTERVAL);
		assertThat(route("a:1").isEjected()).isEqualTo(ejected);
	}

	@ParameterizedTest
	@CsvSource({ "3, true", "4, false" })
	void noInstanceIsJudgedWhereTooFewHaveCalls(int minimum, boolean ejected) {
		start(Map.of("outlierDetection", Map.of("minimumInstances", minimum)), this.a, this.b, this.c);
		interval(Map.of("a:1", Status.UNAVAILABLE));
		assertThat(route("a:1").isEjected()).isEqualTo(ejected);
	}

	@Test
	void eachIntervalIsJudgedByItsOwnCalls() {
		start(Map.of("outlierDetection", Map.of("minimumCalls", 5)), this.a, this.b);
		for (int interval = 0; interval < 3; interval++) {
			calls(2 * 4, Map.of("a:1", Status.UNAVAILABLE));
			this.channel.clock.forward(INTERVAL);
			assertThat(route("a:1").isEjected()).isFalse();
		}
		percentages(Map.of("a:1", 80));
		percentages(Map.of("a:1", 90));
		assertThat(route("a:1").reason()).endsWith("because 90 of 100 calls failed");
	}

	@Test
	void thePickerIsReplacedOnlyWhenAnEjectionBeginsOrEnds() {
		start(Map.of("warmUp", "0s"), this.a, this.b);
		int before = this.channel.states().size();
		percentages(Map.of("a:1", 85));
		assertThat(this.channel.states()).hasSize(before);
		percentages(Map.of("a:1", 86));
		assertThat(this.channel.states()).hasSize(before + 1);
		this.channel.clock.forward(Duration.ofSeconds(9));
		assertThat(this.channel.states()).hasSize(before + 1);
		this.channel.clock.forward(Duration.ofSeconds(1));
		assertThat(this.channel.states()).hasSize(before + 2);
	}

	@Test
	void callsThatTheCallerGaveUpDoNotCount() {
		start(Map.of(), this.a, this.b);
		calls(40, Map.of("a:1", Status.CANCELLED));
		calls(8, Map.of("a:1", Status.UNAVAILABLE));
		this.channel.clock.forward(INTERVAL);
		assertThat(route("a:1").isEjected()).isFalse();
	}

	@Test
	void callsThatWereCancelledBecauseTheirDeadlinePassedDoCount() {
		// As grpc-java reports calls that it could have retried.
		start(Map.of(), this.a, this.b);
		CallOptions expired = CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS);
		for (int i = 0; i < 40; i++) {
			end(this.channel.pick(LOGIN), expired, Map.of("a:1", Status.CANCELLED));
		}
		this.channel.clock.forward(INTERVAL);
		assertThat(route("a:1").isEjected()).isTrue();
	}

	@Test
	void anInheritedDeadlineCountsToo() throws Exception {
		start(Map.of(), this.a, this.b);
		Deadline passed = Deadline.after(-1, TimeUnit.SECONDS);
		try (Context.CancellableContext context = Context.ROOT.withDeadline(passed, this.channel.clock.timer())) {
			context.run(() -> calls(40, Map.of("a:1", Status.CANCELLED)));
		}
		this.channel.clock.forward(INTERVAL);
		assertThat(route("a:1").isEjected()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 1", "25, 1", "26, 2", "50, 2", "51, 3", "100, 3" })
	void notMoreThanTheirShareIsEjected(double percentage, int number) {
		RpcInstance d = instance("d:1");
		start(Map.of("outlierDetection", Map.of("maxEjectedPercentage", percentage)), this.a, this.b, this.c, d);
		interval(Map.of("a:1", Status.UNAVAILABLE, "b:1", Status.UNAVAILABLE, "c:1", Status.UNAVAILABLE));
		assertThat(ejected(this.a, this.b, this.c, d)).hasSize(number);
		assertThat(this.channel.picks(LOGIN, 12)).hasSize(4 - number);
	}

	@Test
	void thoseThatWereEjectedBeforeCountAmongTheirShare() {
		RpcInstance d = instance("d:1");
		start(Map.of(), this.a, this.b, this.c, d);
		percentages(Map.of("a:1", 100));
		percentages(Map.of("b:1", 100, "c:1", 100));
		assertThat(ejected(this.a, this.b, this.c, d)).containsExactly("a:1", "b:1");
	}

	@Test
	void eachEjectionIsLongerUpToTheLongest() {
		start(Map.of("outlierDetection", Map.of("baseEjectionTime", "10s", "maxEjectionTime", "20s")), this.a, this.b);
		for (int seconds : new int[] { 10, 20, 20 }) {
			interval(Map.of("a:1", Status.UNAVAILABLE));
			this.channel.clock.forward(Duration.ofSeconds(seconds).minusMillis(1));
			assertThat(route("a:1").isEjected()).isTrue();
			this.channel.clock.forward(Duration.ofMillis(1));
			assertThat(route("a:1").isEjected()).isFalse();
		}
	}

	@Test
	void oneThatBehavesIsForgiven() {
		start(Map.of(), this.a, this.b);
		interval(Map.of("a:1", Status.UNAVAILABLE));
		this.channel.clock.forward(Duration.ofSeconds(20));
		interval(Map.of("a:1", Status.UNAVAILABLE));
		assertThat(route("a:1").reason()).startsWith("ejected until " + FakeClock.START.plusSeconds(2 + 20 + 2 + 10));
	}

	@Test
	void oneThatComesBackGetsItsShareGradually() {
		start(Map.of(), this.a, this.b);
		interval(Map.of("a:1", Status.UNAVAILABLE));
		this.channel.clock.forward(Duration.ofSeconds(10));
		assertThat(share()).isLessThan(0.2);
		this.channel.clock.forward(Duration.ofSeconds(11));
		assertThat(share()).isEqualTo(0.5, within(0.01));
	}

	@Test
	void oneThatIsEjectedServesWhereNoOtherCan() {
		RpcInstance onlyRegister = instance("d:1", "Register");
		start(Map.of(), this.a, onlyRegister);
		for (int i = 0; i < 20; i++) {
			end(this.channel.pick(REGISTER), Map.of("a:1", Status.UNAVAILABLE));
		}
		this.channel.clock.forward(INTERVAL);
		assertThat(this.channel.picks(REGISTER, 10)).isEqualTo(Map.of("d:1", 10));
		assertThat(this.channel.picks(LOGIN, 10)).isEqualTo(Map.of("a:1", 10));
		assertThat(route("Login", "a:1").picked()).isTrue();
		assertThat(route("Login", "a:1").reason())
			.startsWith("picked only because no other instance is ready: ejected until ");

		this.channel.to(onlyRegister).idle();
		assertThat(this.channel.picks(REGISTER, 10)).isEqualTo(Map.of("a:1", 10));
		assertThat(this.channel.state()).isEqualTo(ConnectivityState.READY);
	}

	@Test
	void anotherProcessAtTheSameAddressIsNotPunished() {
		start(Map.of(), this.a, this.b);
		interval(Map.of("a:1", Status.UNAVAILABLE));
		this.channel.resolve(started(this.a, "incarnation 2", FakeClock.START), this.b);
		assertThat(route("a:1").isEjected()).isFalse();
	}

	@Test
	void otherSettingsApplyFromTheNextResolutionOn() {
		start(Map.of(), this.a, this.b);
		interval(Map.of("a:1", Status.UNAVAILABLE));
		this.channel.config(Map.of()).resolve(this.a, this.b);
		assertThat(route("a:1").isEjected()).isFalse();
		// Until it has its full share again.
		this.channel.clock.forward(Duration.ofSeconds(11));
		assertThat(this.channel.clock.taskCount()).isZero();
	}

	@Test
	void nothingIsLeftAfterAShutdown() {
		start(Map.of("warmUp", "0s"), this.a, this.b);
		assertThat(this.channel.clock.taskCount()).isEqualTo(1);
		this.channel.shutdown();
		assertThat(this.channel.clock.taskCount()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "-1, 60", "60, -1" })
	void theEarlierOfTwoDeadlinesCounts(long own, long inherited) throws Exception {
		start(Map.of(), this.a, this.b);
		CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(own, TimeUnit.SECONDS);
		Deadline deadline = Deadline.after(inherited, TimeUnit.SECONDS);
		try (Context.CancellableContext context = Context.ROOT.withDeadline(deadline, this.channel.clock.timer())) {
			context.run(() -> {
				for (int i = 0; i < 40; i++) {
					end(this.channel.pick(LOGIN), options, Map.of("a:1", Status.CANCELLED));
				}
			});
		}
		this.channel.clock.forward(INTERVAL);
		assertThat(route("a:1").isEjected()).isTrue();
	}

	@Test
	void aCallThatIsCancelledBeforeItsDeadlineDoesNotCount() {
		start(Map.of(), this.a, this.b);
		CallOptions later = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.HOURS);
		for (int i = 0; i < 40; i++) {
			end(this.channel.pick(LOGIN), later, Map.of("a:1", Status.CANCELLED));
		}
		this.channel.clock.forward(INTERVAL);
		assertThat(route("a:1").isEjected()).isFalse();
	}

	private void start(Map<String, ?> config, RpcInstance... instances) {
		Map<String, Object> all = new HashMap<>(Map.of("outlierDetection", Map.of()));
		all.putAll(config);
		this.channel.config(all).resolve(instances);
		this.channel.created().forEach(FakeSubchannel::ready);
	}

	/**
	 * A thousand calls for each that is picked; all succeed but those to the given
	 * endpoints.
	 */
	private void interval(Map<String, Status> failures) {
		calls(1000 * this.channel.picks(LOGIN, 100).size(), failures);
		this.channel.clock.forward(INTERVAL);
	}

	/**
	 * A hundred calls for each that is picked, of which the given number fails.
	 */
	private void percentages(Map<String, Integer> failing) {
		Map<String, Integer> calls = new HashMap<>();
		int number = 100 * this.channel.picks(LOGIN, 100).size();
		for (int i = 0; i < number; i++) {
			PickResult result = this.channel.pick(LOGIN);
			String endpoint = this.channel.name(result);
			boolean fails = calls.merge(endpoint, 1, Integer::sum) <= failing.getOrDefault(endpoint, 0);
			end(result, fails ? Map.of(endpoint, Status.UNAVAILABLE) : Map.of());
		}
		this.channel.clock.forward(INTERVAL);
	}

	private void calls(int number, Map<String, Status> failures) {
		for (int i = 0; i < number; i++) {
			end(this.channel.pick(LOGIN), failures);
		}
	}

	private void end(PickResult result, Map<String, Status> failures) {
		end(result, CallOptions.DEFAULT, failures);
	}

	private void end(PickResult result, CallOptions options, Map<String, Status> failures) {
		ClientStreamTracer.StreamInfo info = ClientStreamTracer.StreamInfo.newBuilder().setCallOptions(options).build();
		ClientStreamTracer tracer = result.getStreamTracerFactory().newClientStreamTracer(info, new Metadata());
		tracer.outboundHeaders();
		tracer.streamClosed(failures.getOrDefault(this.channel.name(result), Status.OK));
	}

	private List<String> ejected(RpcInstance... instances) {
		return Arrays.stream(instances)
			.map((instance) -> instance.endpoint().toString())
			.filter((endpoint) -> route(endpoint).isEjected())
			.toList();
	}

	private InstanceRoute route(String endpoint) {
		return route("", endpoint);
	}

	private InstanceRoute route(String method, String endpoint) {
		return this.channel.explainer.explain(Instances.SERVICE, method)
			.get(0)
			.instances()
			.stream()
			.filter((route) -> route.endpoint().equals(endpoint))
			.findFirst()
			.orElseThrow();
	}

	private double share() {
		return this.channel.picks(LOGIN, 10_000).getOrDefault("a:1", 0) / 10_000.0;
	}

}
