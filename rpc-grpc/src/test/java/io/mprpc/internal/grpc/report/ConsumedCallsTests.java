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

package io.mprpc.internal.grpc.report;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.grpc.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.internal.grpc.balancer.RealServers;
import io.mprpc.internal.grpc.balancer.RunningServer;
import io.mprpc.internal.grpc.call.ClientCallObservation;
import io.mprpc.internal.grpc.call.ClientCallObserver;
import io.mprpc.internal.grpc.call.ObservedClientCall;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RpcInstance;
import io.mprpc.reports.v1.Series;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConsumedCalls} with real calls through the load balancer: what counts
 * for methods and instances. See {@link UnsentCallsOverSocketsTests} for calls that are
 * not sent.
 */
class ConsumedCallsTests {

	private static final LoginRequest HELD = LoginRequest.newBuilder().setName(RunningServer.HELD).build();

	private final RealServers servers = new RealServers();

	private final ReportedCalls calls = new ReportedCalls(TimeSource.system());

	@BeforeEach
	void switchOn() {
		this.calls.setActive(true);
	}

	@AfterEach
	void close() {
		this.servers.close();
	}

	@Test
	void aCallCountsForItsMethodAndForTheInstanceThatAnswered() throws IOException {
		String endpoint = this.servers.start("a", "Login").endpoint().toString();
		UserServiceBlockingStub users = users();
		for (int i = 0; i < 3; i++) {
			users.login(LoginRequest.getDefaultInstance());
		}
		CountedSeries counted = CountedSeries.of(this.calls);
		assertThat(counted.consumed("Login")).satisfies((series) -> {
			assertThat(series.getService()).isEqualTo("demo.UserService");
			assertThat(series.getCalls()).isEqualTo(3);
			assertThat(series.getInFlight()).isZero();
			assertThat(CountedSeries.timed(series)).isEqualTo(3);
			assertThat(series.getUnsentList()).isEmpty();
		});
		assertThat(counted.instance(endpoint)).satisfies((series) -> {
			assertThat(series.getService()).isEqualTo("demo.UserService");
			assertThat(series.getCalls()).isEqualTo(3);
			assertThat(CountedSeries.timed(series)).isEqualTo(3);
		});
		assertThat(counted.all()).hasSize(2);
	}

	@Test
	void anInstanceIsNamedAsItIsRegistered() throws IOException {
		int port = this.servers.listen("a", 0).port();
		this.servers.register(new Endpoint("localhost", port), "Login");
		users().login(LoginRequest.getDefaultInstance());
		assertThat(CountedSeries.of(this.calls).instance("localhost:" + port).getCalls()).isOne();
	}

	@Test
	void failuresCountByStatus() throws IOException {
		String endpoint = this.servers.start("a", "Login").endpoint().toString();
		this.servers.server("a").failing(true);
		assertFails(users(), LoginRequest.getDefaultInstance(), Status.Code.INTERNAL);
		CountedSeries counted = CountedSeries.of(this.calls);
		for (Series series : List.of(counted.consumed("Login"), counted.instance(endpoint))) {
			assertThat(series.getCalls()).isOne();
			assertThat(series.getStatusCodesList()).containsExactly(Status.Code.INTERNAL.value());
			assertThat(series.getStatusCallsList()).containsExactly(1L);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aRetriedCallIsOneOfTheInstanceThatAnsweredAtLast(boolean attemptsAreObservedToo) throws IOException {
		RpcInstance bad = this.servers.start("bad", "Login");
		RpcInstance good = this.servers.start("good", "Login");
		this.servers.server("bad").failing(true);
		Map<String, ?> retry = methodConfig("retryPolicy", RETRY_INTERNAL);
		UserServiceBlockingStub users = attemptsAreObservedToo ? users(retry, new AttemptObserver()) : users(retry);
		awaitReady(users, bad, good);
		for (int i = 0; i < 4; i++) {
			users.login(LoginRequest.getDefaultInstance());
		}
		CountedSeries counted = CountedSeries.of(this.calls);
		assertThat(counted.consumed("Login").getCalls()).isEqualTo(4);
		assertThat(counted.consumed("Login").getStatusCodesList()).isEmpty();
		assertThat(counted.instance(bad.endpoint().toString())).isEqualTo(Series.getDefaultInstance());
		assertThat(counted.instance(good.endpoint().toString()).getCalls()).isEqualTo(4);
	}

	@Test
	void aHedgedCallIsOneOfTheInstanceThatAnswered() throws Exception {
		RpcInstance a = this.servers.start("a", "Login");
		RpcInstance b = this.servers.start("b", "Login");
		UserServiceBlockingStub users = users(
				methodConfig("hedgingPolicy", Map.of("maxAttempts", 2.0, "hedgingDelay", "0.01s")));
		awaitReady(users, a, b);
		for (String name : List.of("a", "b")) {
			CompletableFuture<LoginReply> reply = CompletableFuture.supplyAsync(() -> users.login(HELD));
			await().until(() -> this.servers.server("a").held() == 1 && this.servers.server("b").held() == 1);
			this.servers.server(name).release();
			assertThat(reply.get(30, TimeUnit.SECONDS).getServedBy()).isEqualTo(name);
			assertThat(CountedSeries.of(this.calls).instance(this.servers.server(name).endpoint()).getCalls()).isOne();
			this.servers.server("a").release();
			this.servers.server("b").release();
		}
		assertThat(CountedSeries.of(this.calls).consumed("Login").getCalls()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aCallThatHangsUntilItsDeadlineCountsForTheInstanceThatHasIt(boolean connectedBefore) throws IOException {
		String endpoint = this.servers.start("a", "Login").endpoint().toString();
		UserServiceBlockingStub users = users();
		if (connectedBefore) {
			users.login(LoginRequest.getDefaultInstance());
		}
		long before = CountedSeries.of(this.calls).instance(endpoint).getCalls();
		CompletableFuture<Void> hanging = CompletableFuture.runAsync(
				() -> assertFails(users.withDeadlineAfter(2, TimeUnit.SECONDS), HELD, Status.Code.DEADLINE_EXCEEDED));
		await().until(() -> this.servers.server("a").held() == 1);
		assertThat(CountedSeries.of(this.calls).consumed("Login").getInFlight()).isOne();
		hanging.join();
		CountedSeries counted = CountedSeries.of(this.calls);
		assertThat(counted.consumed("Login").getInFlight()).isZero();
		assertThat(counted.consumed("Login").getUnsentList()).as("it was sent").isEmpty();
		assertThat(counted.instance(endpoint).getCalls()).isEqualTo(before + 1);
		assertThat(counted.instance(endpoint).getStatusCodesList())
			.containsExactly(Status.Code.DEADLINE_EXCEEDED.value());
	}

	@Test
	void aCancelledCallIsInFlightNoMore() throws IOException {
		String endpoint = this.servers.start("a", "Login").endpoint().toString();
		ClientCall<LoginRequest, LoginReply> call = held(channel(Map.of()));
		await().until(() -> this.servers.server("a").held() == 1);
		call.cancel("enough", null);
		await().until(() -> CountedSeries.of(this.calls).consumed("Login").getCalls() == 1);
		CountedSeries counted = CountedSeries.of(this.calls);
		assertThat(counted.consumed("Login").getInFlight()).isZero();
		assertThat(counted.consumed("Login").getStatusCodesList()).containsExactly(Status.Code.CANCELLED.value());
		assertThat(counted.instance(endpoint).getCalls()).isOne();
	}

	@Test
	void callsKeepWhatTheyBeganWith() throws IOException {
		this.servers.start("a", "Login");
		ManagedChannel channel = channel(Map.of());
		this.calls.setActive(false);
		held(channel);
		RunningServer server = this.servers.server("a");
		await().until(() -> server.held() == 1);
		this.calls.setActive(true);
		held(channel);
		await().until(() -> server.held() == 2);
		this.calls.setActive(false);
		held(channel);
		await().until(() -> server.held() == 3);
		assertThat(CountedSeries.of(this.calls).consumed("Login").getInFlight()).as("the second only").isOne();
		server.release();
		await().until(() -> CountedSeries.of(this.calls).consumed("Login").getInFlight() == 0);
		assertThat(CountedSeries.of(this.calls).consumed("Login").getCalls()).isOne();
	}

	@Test
	void noCallIsCountedByHalfWhileCountingIsSwitched() throws Exception {
		String endpoint = this.servers.start("a", "Login").endpoint().toString();
		UserServiceBlockingStub users = users();
		CompletableFuture<?>[] callers = Stream.generate(() -> CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 200; i++) {
				users.login(LoginRequest.getDefaultInstance());
			}
		})).limit(2).toArray(CompletableFuture[]::new);
		CompletableFuture<Void> all = CompletableFuture.allOf(callers);
		for (boolean on = false; !all.isDone(); on = !on) {
			this.calls.setActive(on);
		}
		all.get();
		this.calls.setActive(true);
		users.login(LoginRequest.getDefaultInstance());
		CountedSeries before = CountedSeries.of(this.calls);
		assertThat(before.consumed("Login").getInFlight()).isZero();
		assertThat(before.instance(endpoint).getCalls()).isEqualTo(before.consumed("Login").getCalls());
		users.login(LoginRequest.getDefaultInstance());
		assertThat(CountedSeries.of(this.calls).consumed("Login").getCalls()).as("it is on")
			.isEqualTo(before.consumed("Login").getCalls() + 1);
		this.calls.setActive(false);
		users.login(LoginRequest.getDefaultInstance());
		assertThat(CountedSeries.of(this.calls).consumed("Login").getCalls()).as("it is off")
			.isEqualTo(before.consumed("Login").getCalls() + 1);
	}

	@Test
	void aStreamHasNoDuration() throws IOException {
		String endpoint = this.servers.start("a", "WatchLogins").endpoint().toString();
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> users().watchLogins(WatchRequest.getDefaultInstance()).hasNext());
		CountedSeries counted = CountedSeries.of(this.calls);
		for (Series series : List.of(counted.consumed("WatchLogins"), counted.instance(endpoint))) {
			assertThat(series.getCalls()).isOne();
			assertThat(CountedSeries.timed(series)).isZero();
			assertThat(series.getStatusCodesList()).as("the server answered that")
				.containsExactly(Status.Code.UNIMPLEMENTED.value());
			assertThat(series.getUnsentList()).isEmpty();
		}
	}

	private static final Map<String, ?> RETRY_INTERNAL = Map.of("maxAttempts", 3.0, "initialBackoff", "0.001s",
			"maxBackoff", "0.001s", "backoffMultiplier", 1.0, "retryableStatusCodes", List.of("INTERNAL"));

	private static Map<String, ?> methodConfig(String policy, Map<String, ?> values) {
		return Map.of("loadBalancingConfig",
				List.of(Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of("warmUp", "0s"))), "methodConfig",
				List.of(Map.of("name", List.of(Map.of()), policy, values)));
	}

	private UserServiceBlockingStub users() {
		return users(Map.of());
	}

	private UserServiceBlockingStub users(Map<String, ?> config, ClientCallObserver<?>... others) {
		return UserServiceGrpc.newBlockingStub(channel(config, others)).withDeadlineAfter(30, TimeUnit.SECONDS);
	}

	private ManagedChannel channel(Map<String, ?> config, ClientCallObserver<?>... others) {
		List<ClientCallObserver<?>> observers = new ArrayList<>(List.of(others));
		observers.add(this.calls.consumed());
		Consumer<NettyChannelBuilder> customizer = (builder) -> {
			builder.intercept(new ClientCallObservation(observers, TimeSource.system()));
			if (!config.isEmpty()) {
				builder.defaultServiceConfig(config);
			}
		};
		return this.servers.channel(RpcTarget.of(RealServers.SERVICE),
				Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of()), customizer);
	}

	private void awaitReady(UserServiceBlockingStub users, RpcInstance... instances) {
		((ManagedChannel) users.getChannel()).getState(true);
		await().ignoreException(NoSuchElementException.class)
			.until(() -> Stream.of(instances).allMatch((instance) -> this.servers.route(instance).picked()));
	}

	private static ClientCall<LoginRequest, LoginReply> held(ManagedChannel channel) {
		ClientCall<LoginRequest, LoginReply> call = channel.newCall(UserServiceGrpc.getLoginMethod(),
				CallOptions.DEFAULT);
		call.start(new ClientCall.Listener<>() {
		}, new Metadata());
		call.request(2);
		call.sendMessage(HELD);
		call.halfClose();
		return call;
	}

	private static void assertFails(UserServiceBlockingStub users, LoginRequest request, Status.Code code) {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> users.login(request))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(code));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
	}

	/** Observes attempts, as meters do. */
	private static final class AttemptObserver implements ClientCallObserver<Object> {

		@Override
		public boolean observesAttempts() {
			return true;
		}

		@Override
		public Object callStarted(ObservedClientCall call) {
			return "";
		}

	}

}
