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
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.grpc.call.ServerCallObservation;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import io.mprpc.testing.DemoUsers;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ProvidedCalls} over real connections.
 */
class ProvidedCallsTests {

	private final DemoUsers users = new DemoUsers();

	private final ReportedCalls calls = new ReportedCalls(TimeSource.system());

	private Server server;

	private ManagedChannel channel;

	@BeforeEach
	void start() throws IOException {
		this.calls.setActive(true);
		this.server = NettyServerBuilder
			.forAddress(new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
			.addService(this.users)
			.addStreamTracerFactory(
					new ServerCallObservation(List.of(this.calls.provided()), false, TimeSource.system()))
			.build()
			.start();
		this.channel = NettyChannelBuilder.forAddress("127.0.0.1", this.server.getPort()).usePlaintext().build();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.channel.shutdownNow();
		this.server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
	}

	@Test
	void callsCountByStatus() {
		stub().login(LoginRequest.getDefaultInstance());
		this.users.next((observer) -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> stub().login(LoginRequest.getDefaultInstance()));
		await().until(() -> provided("Login").getCalls() == 2);
		Series login = provided("Login");
		assertThat(login.getService()).isEqualTo("demo.UserService");
		assertThat(login.getStatusCodesList()).containsExactly(Status.Code.NOT_FOUND.value());
		assertThat(login.getStatusCallsList()).containsExactly(1L);
		assertThat(CountedSeries.timed(login)).isEqualTo(2);
		assertThat(login.getInFlight()).isZero();
	}

	@Test
	void aStreamHasNoDuration() {
		stub().watchLogins(WatchRequest.newBuilder().setCount(3).build()).forEachRemaining((event) -> {
		});
		await().until(() -> provided("WatchLogins").getCalls() == 1);
		assertThat(CountedSeries.timed(provided("WatchLogins"))).isZero();
	}

	@Test
	void aCallIsInFlightUntilItEndsOrIsCancelled() {
		hold();
		CompletableFuture<Void> cancelled = CompletableFuture
			.runAsync(() -> assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(
					() -> stub().withDeadlineAfter(1, TimeUnit.SECONDS).login(LoginRequest.getDefaultInstance())));
		await().until(() -> provided("Login").getInFlight() == 1);
		cancelled.join();
		await().until(() -> provided("Login").getInFlight() == 0);
		// The server notices its own deadline or the client's cancellation first.
		assertThat(provided("Login").getStatusCodesList()).singleElement()
			.isIn(Status.Code.CANCELLED.value(), Status.Code.DEADLINE_EXCEEDED.value());
	}

	@Test
	void callsKeepWhatTheyBeganWith() {
		this.calls.setActive(false);
		AtomicReference<StreamObserver<?>> before = hold();
		CompletableFuture<?> uncounted = login();
		await().until(() -> before.get() != null);
		this.calls.setActive(true);
		AtomicReference<StreamObserver<?>> meanwhile = hold();
		CompletableFuture<?> counted = login();
		await().until(() -> meanwhile.get() != null);
		this.calls.setActive(false);
		stub().login(LoginRequest.getDefaultInstance());
		assertThat(provided("Login").getInFlight()).as("the second only").isOne();
		before.get().onError(Status.ABORTED.asRuntimeException());
		meanwhile.get().onError(Status.ABORTED.asRuntimeException());
		await().until(() -> uncounted.isDone() && counted.isDone() && provided("Login").getInFlight() == 0);
		assertThat(provided("Login").getCalls()).isOne();
	}

	@Test
	void methodsThatTheServerDoesNotHaveDoNotCount() {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(
				() -> FriendServiceGrpc.newBlockingStub(this.channel).listFriends(FriendsRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
		stub().login(LoginRequest.getDefaultInstance());
		await().until(() -> provided("Login").getCalls() == 1);
		assertThat(CountedSeries.of(this.calls).all()).hasSize(1);
	}

	private AtomicReference<StreamObserver<?>> hold() {
		AtomicReference<StreamObserver<?>> held = new AtomicReference<>();
		this.users.next(held::set);
		return held;
	}

	private CompletableFuture<?> login() {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return stub().login(LoginRequest.getDefaultInstance());
			}
			catch (StatusRuntimeException ex) {
				return ex;
			}
		});
	}

	private Series provided(String method) {
		return CountedSeries.of(this.calls).method(SeriesKind.PROVIDED_METHOD, method);
	}

	private UserServiceBlockingStub stub() {
		return UserServiceGrpc.newBlockingStub(this.channel).withDeadlineAfter(30, TimeUnit.SECONDS);
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
	}

}
