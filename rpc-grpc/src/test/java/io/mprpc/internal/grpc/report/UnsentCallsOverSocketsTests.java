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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.RegisterRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.grpc.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.internal.grpc.balancer.RealServers;
import io.mprpc.internal.grpc.call.ClientCallObservation;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.UnsentReason;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConsumedCalls} with real channels whose calls are not sent.
 */
class UnsentCallsOverSocketsTests {

	private final RealServers servers = new RealServers();

	private final ReportedCalls calls = new ReportedCalls(TimeSource.system());

	private final AtomicInteger told = new AtomicInteger();

	@BeforeEach
	void switchOn() {
		this.calls.setActive(true);
		this.calls.onUnsent(this.told::incrementAndGet);
	}

	@AfterEach
	void close() {
		this.servers.close();
	}

	@Test
	void noInstanceIsRegistered() {
		fail(users(), Status.Code.UNAVAILABLE);
		assertUnsent(UnsentReason.UNSENT_NO_INSTANCE, "no instance of demo.UserService is registered");
	}

	@Test
	void noInstanceServesTheMethod() throws IOException {
		this.servers.start("a", "Register");
		fail(users(), Status.Code.UNIMPLEMENTED);
		assertUnsent(UnsentReason.UNSENT_NO_INSTANCE,
				"none of 1 instance serves it, or operators took it out of service there; they serve Register");
	}

	@Test
	void everyInstanceIsOutOfService() throws IOException {
		this.servers.status(this.servers.start("a", "Login"), InstanceStatus.OUT_OF_SERVICE);
		fail(users(), Status.Code.UNAVAILABLE);
		assertUnsent(UnsentReason.UNSENT_NO_INSTANCE, "that serve it takes calls now");
	}

	@Test
	void theRegistryDoesNotAnswer() {
		this.servers.registry.state(ServiceView.State.LOADING);
		fail(users(), Status.Code.UNAVAILABLE);
		assertUnsent(UnsentReason.UNSENT_NO_INSTANCE, "Registry at zk.test:2181 has not answered");
	}

	@Test
	void noInstanceCanBeReached() throws IOException {
		this.servers.start("a", "Login");
		this.servers.server("a").close();
		fail(users(), Status.Code.UNAVAILABLE);
		assertUnsent(UnsentReason.UNSENT_NO_CONNECTION, "none of 1 instance that serve it can be reached");
	}

	@Test
	void aFixedAddressCannotBeReached() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = socket.getLocalPort();
		}
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
			.usePlaintext()
			.intercept(observation())
			.build();
		try {
			fail(UserServiceGrpc.newBlockingStub(channel), Status.Code.UNAVAILABLE);
		}
		finally {
			channel.shutdownNow();
		}
		assertUnsent(UnsentReason.UNSENT_NO_CONNECTION, "io exception");
	}

	@Test
	void theDeadlinePassesWhileNoInstanceIsThere() {
		fail(users().withWaitForReady().withDeadlineAfter(300, MILLISECONDS), Status.Code.DEADLINE_EXCEEDED);
		assertUnsent(UnsentReason.UNSENT_DEADLINE, "no instance of demo.UserService is registered");
	}

	@Test
	void theDeadlinePassesWhileAnInstanceIsConnected() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			this.servers.register(new Endpoint("127.0.0.1", silent.getLocalPort()), "Login");
			fail(users().withDeadlineAfter(500, MILLISECONDS), Status.Code.DEADLINE_EXCEEDED);
			assertUnsent(UnsentReason.UNSENT_DEADLINE,
					"Waiting for a connection to call demo.UserService/Login in namespace 'test'");
			assertThat(CountedSeries.of(this.calls).consumed("Login").getLastUnsent())
				.contains("127.0.0.1:" + silent.getLocalPort() + ": connecting");
		}
	}

	@Test
	void theDeadlinePassesBeforeTheRegistryAnswers() {
		this.servers.registry.state(ServiceView.State.LOADING);
		fail(users().withDeadlineAfter(100, MILLISECONDS), Status.Code.DEADLINE_EXCEEDED);
		assertUnsent(UnsentReason.UNSENT_DEADLINE, "eadline");
	}

	@Test
	void aLimitRefuses() {
		fail(users(new Refusal(Status.RESOURCE_EXHAUSTED.withDescription("10 at a time"))),
				Status.Code.RESOURCE_EXHAUSTED);
		assertUnsent(UnsentReason.UNSENT_LIMITED, "10 at a time");
	}

	@Test
	void anInterceptorRefuses() {
		fail(users(new Refusal(Status.UNAVAILABLE.withDescription("circuit is open"))), Status.Code.UNAVAILABLE);
		assertUnsent(UnsentReason.UNSENT_OTHER, "circuit is open");
	}

	@Test
	void whatTheServerRefusesIsSent() throws IOException {
		this.servers.start("a", "Login", "Register");
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> users().register(RegisterRequest.getDefaultInstance()));
		Series register = CountedSeries.of(this.calls).consumed("Register");
		assertThat(register.getStatusCodesList()).containsExactly(Status.Code.UNIMPLEMENTED.value());
		assertThat(register.getUnsentList()).isEmpty();
		assertThat(this.told).hasValue(0);
	}

	@Test
	void whatTheCallerCancelsIsNotUnsent() {
		ClientCall<LoginRequest, LoginReply> call = users().getChannel()
			.newCall(UserServiceGrpc.getLoginMethod(), CallOptions.DEFAULT.withWaitForReady());
		call.start(new ClientCall.Listener<>() {
		}, new Metadata());
		assertThat(CountedSeries.of(this.calls).consumed("Login").getInFlight()).isOne();
		call.cancel("enough", null);
		Awaitility.await().until(() -> CountedSeries.of(this.calls).consumed("Login").getCalls() == 1);
		Series login = CountedSeries.of(this.calls).consumed("Login");
		assertThat(login.getUnsentList()).isEmpty();
		assertThat(login.getInFlight()).isZero();
		assertThat(login.getStatusCodesList()).containsExactly(Status.Code.CANCELLED.value());
		assertThat(this.told).hasValue(0);
	}

	@Test
	void aListenerIsToldUntilItIsRemoved() {
		AtomicInteger other = new AtomicInteger();
		Subscription subscription = this.calls.onUnsent(other::incrementAndGet);
		UserServiceBlockingStub users = users();
		fail(users, Status.Code.UNAVAILABLE);
		subscription.close();
		fail(users, Status.Code.UNAVAILABLE);
		assertThat(other).hasValue(1);
		assertThat(this.told).hasValue(2);
	}

	private void assertUnsent(UnsentReason reason, String text) {
		CountedSeries counted = CountedSeries.of(this.calls);
		Series login = counted.consumed("Login");
		assertThat(login.getCalls()).isOne();
		assertThat(login.getInFlight()).isZero();
		assertThat(login.getUnsentList().stream().mapToLong(Long::longValue).sum()).isOne();
		assertThat(counted.unsent(reason)).as(login.toString()).isOne();
		assertThat(login.getLastUnsent()).contains(text);
		assertThat(login.getBucketCallsList()).as("its duration says nothing about any instance").isEmpty();
		assertThat(login.getStatusCallsList()).containsExactly(1L);
		assertThat(counted.all()).as("no instance").hasSize(1);
		assertThat(this.told).hasValue(1);
	}

	private static void fail(UserServiceBlockingStub users, Status.Code code) {
		UserServiceBlockingStub limited = (users.getCallOptions().getDeadline() != null) ? users
				: users.withDeadlineAfter(30, TimeUnit.SECONDS);
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> limited.login(LoginRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(code));
	}

	private UserServiceBlockingStub users(ClientInterceptor... inside) {
		Consumer<NettyChannelBuilder> customizer = (builder) -> builder.intercept(inside).intercept(observation());
		return UserServiceGrpc.newBlockingStub(this.servers.channel(RpcTarget.of(RealServers.SERVICE),
				Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of()), customizer));
	}

	private ClientCallObservation observation() {
		return new ClientCallObservation(List.of(this.calls.consumed()), TimeSource.system());
	}

	/** Refuses each call. */
	private record Refusal(Status status) implements ClientInterceptor {

		@Override
		public <Q, P> ClientCall<Q, P> interceptCall(MethodDescriptor<Q, P> method, CallOptions options, Channel next) {
			return new ClientCall<>() {

				@Override
				public void start(Listener<P> listener, Metadata headers) {
					listener.onClose(Refusal.this.status, new Metadata());
				}

				@Override
				public void request(int messages) {
				}

				@Override
				public void cancel(@Nullable String message, @Nullable Throwable cause) {
				}

				@Override
				public void halfClose() {
				}

				@Override
				public void sendMessage(Q message) {
				}

			};
		}

	}

}
