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

package io.mprpc.internal.grpc.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.LoginEvent;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.grpc.call.ServerCallObservation;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.testing.HeldUserService;
import io.mprpc.testing.RecordingObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class ConnectionTrackerTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final ConnectionTracker traffic = new ConnectionTracker();

	private final InfrastructureCalls infrastructure = new InfrastructureCalls();

	private final HeldUserService users = new HeldUserService();

	private Server server;

	private ManagedChannel channel;

	@BeforeEach
	void start() throws IOException {
		NettyServerBuilder builder = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
			.intercept(this.infrastructure)
			.addService(this.users)
			.addService(new HealthStatusManager().getHealthService());
		observe(builder);
		this.server = builder.build().start();
		this.channel = NettyChannelBuilder.forAddress("127.0.0.1", this.server.getPort()).usePlaintext().build();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.users.release();
		this.channel.shutdownNow();
		this.server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
	}

	@Test
	void connectionIsSeenWhileItIsOpen() {
		assertThat(this.traffic.connectionCount()).isZero();
		login();
		assertThat(this.traffic.connectionCount()).isOne();
		assertThat(this.traffic.connections()).singleElement().satisfies((connection) -> {
			assertThat(connection.toString()).startsWith("127.0.0.1:");
			assertThat(connection.startedCalls()).isOne();
			assertThat(connection.isRemote()).isTrue();
		});
		this.channel.shutdown();
		await().atMost(LIMIT).until(() -> this.traffic.connectionCount() == 0);
	}

	@Test
	void openCallsAreCountedByMethodUntilTheyEnd() {
		RecordingObserver<LoginEvent> events = new RecordingObserver<>();
		UserServiceGrpc.newStub(this.channel).watchLogins(WatchRequest.getDefaultInstance(), events);
		login();
		await().atMost(LIMIT).until(() -> this.traffic.openCalls().equals(Map.of("demo.UserService/WatchLogins", 1L)));
		assertThat(this.traffic.connections()).singleElement().satisfies((connection) -> {
			assertThat(connection.startedCalls()).isEqualTo(2);
			await().atMost(LIMIT).until(() -> connection.openCalls() == 1);
		});
		this.users.release();
		await().atMost(LIMIT).until(() -> this.traffic.openCalls().isEmpty());
		await().atMost(LIMIT).until(() -> Status.OK.equals(events.status()));
	}

	@Test
	void cancelledCallIsNotOpen() {
		RecordingObserver<LoginEvent> events = new RecordingObserver<>();
		UserServiceGrpc.newStub(this.channel).watchLogins(WatchRequest.getDefaultInstance(), events);
		await().atMost(LIMIT).until(() -> !this.traffic.openCalls().isEmpty());
		this.channel.shutdownNow();
		await().atMost(LIMIT).until(() -> this.traffic.openCalls().isEmpty());
	}

	@Test
	void unknownMethodLeavesNoTrace() {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(
				() -> FriendServiceGrpc.newBlockingStub(this.channel).listFriends(FriendsRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
		assertThat(this.traffic.openCalls()).isEmpty();
		assertThat(this.traffic.connections()).singleElement()
			.satisfies((connection) -> assertThat(connection.startedCalls()).isZero());
	}

	@Test
	void healthWatchIsNoSignThatAClientStillPicksTheInstanceAndIsEndedByForce() {
		RecordingObserver<HealthCheckResponse> health = new RecordingObserver<>();
		HealthGrpc.newStub(this.channel).watch(HealthCheckRequest.getDefaultInstance(), health);
		await().atMost(LIMIT).until(() -> !health.values().isEmpty());
		assertThat(this.traffic.openCalls()).containsOnlyKeys("grpc.health.v1.Health/Watch");
		assertThat(this.traffic.connections()).singleElement()
			.satisfies((connection) -> assertThat(connection.startedCalls()).isZero());
		assertThat(this.infrastructure.openCount()).isOne();
		this.infrastructure.end();
		await().atMost(LIMIT).until(() -> health.status() != null);
		assertThat(health.status()).satisfies((status) -> {
			assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
			assertThat(status.getDescription()).contains("shutting down");
		});
		await().atMost(LIMIT).until(() -> this.infrastructure.openCount() == 0 && this.traffic.openCalls().isEmpty());
	}

	@Test
	void usersCallsAreNotEndedByForce() {
		RecordingObserver<LoginEvent> events = new RecordingObserver<>();
		UserServiceGrpc.newStub(this.channel).watchLogins(WatchRequest.getDefaultInstance(), events);
		await().atMost(LIMIT).until(() -> !events.values().isEmpty());
		this.infrastructure.end();
		this.users.release();
		await().atMost(LIMIT).until(() -> Status.OK.equals(events.status()));
		assertThat(events.values()).hasSize(2);
	}

	@Test
	void connectionInsideTheProcessIsNotRemote() throws IOException {
		InProcessServerBuilder builder = InProcessServerBuilder.forName("traffic").addService(this.users);
		observe(builder);
		Server inProcess = builder.build().start();
		ManagedChannel inside = InProcessChannelBuilder.forName("traffic").build();
		try {
			UserServiceGrpc.newBlockingStub(inside).login(LoginRequest.getDefaultInstance());
			assertThat(this.traffic.connections()).singleElement()
				.satisfies((connection) -> assertThat(connection.isRemote()).isFalse());
		}
		finally {
			inside.shutdownNow();
			inProcess.shutdownNow();
		}
	}

	@Test
	void waitForAChangeEndsWhenAClientLeaves() throws InterruptedException {
		login();
		Thread waiting = new Thread(() -> this.traffic.awaitChange(Duration.ofMinutes(5)));
		waiting.start();
		await().atMost(LIMIT).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		this.channel.shutdownNow();
		waiting.join(LIMIT.toMillis());
		assertThat(waiting.isAlive()).isFalse();
	}

	@Test
	void waitForAChangeSaysThatItWasInterrupted() {
		Thread.currentThread().interrupt();
		assertThat(this.traffic.awaitChange(Duration.ofMinutes(5))).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	private void observe(ServerBuilder<?> builder) {
		this.traffic.observe(builder);
		builder.addStreamTracerFactory(new ServerCallObservation(List.of(this.traffic), false, TimeSource.system()));
	}

	private void login() {
		assertThat(UserServiceGrpc.newBlockingStub(this.channel).login(LoginRequest.getDefaultInstance()).getSuccess())
			.isTrue();
	}

}
