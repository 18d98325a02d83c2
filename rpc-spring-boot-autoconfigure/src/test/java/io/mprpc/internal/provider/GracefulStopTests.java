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

package io.mprpc.internal.provider;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.mprpc.cloud.RpcRegistration;
import io.mprpc.cloud.RpcServiceRegistry;
import io.mprpc.demo.LoginEvent;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.grpc.server.ConnectionTracker;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.HeldUserService;
import io.mprpc.testing.RecordingObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class GracefulStopTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private ProviderApplication application;

	@AfterEach
	void close() {
		this.application.close();
	}

	@Test
	void stopIsAnnouncedThenAwaitedThenCarriedOut() {
		this.application = new ProviderApplication(WebApplicationType.NONE, "rpc.server.drain.max-wait=60s");
		ManagedChannel busy = this.application.channel();
		ManagedChannel watching = this.application.channel();
		List<String> seen = followStatus();
		RecordingObserver<HealthCheckResponse> health = watchHealth(watching);
		Load load = new Load(busy);
		await().atMost(LIMIT).until(() -> load.calls.get() > 0);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.application.context()::close);
		// While a client goes on calling, all consumers are notified and no call is
		// refused.
		await().atMost(LIMIT).until(() -> seen.contains("DRAINING"));
		await().atMost(LIMIT).until(() -> lastStatus(health) == ServingStatus.NOT_SERVING);
		assertThat(this.application.context().getBean(SignalRecorder.class).states())
			.containsExactly(ReadinessState.ACCEPTING_TRAFFIC, ReadinessState.REFUSING_TRAFFIC);
		int calls = load.calls.get();
		await().atMost(LIMIT).until(() -> load.calls.get() > calls + 10);
		assertThat(seen).containsExactly("UP", "DRAINING");
		assertThat(closed).isNotDone();
		load.stop();
		assertThat(closed).succeedsWithin(LIMIT);
		assertThat(seen).containsExactly("UP", "DRAINING", "gone");
		assertThat(load.failures).isEmpty();
	}

	@Test
	void openCallAndOpenStreamEndInPeaceAndAreNamedMeanwhile(CapturedOutput output) {
		this.application = new ProviderApplication(WebApplicationType.NONE, "rpc.server.drain.quiet-period=50ms");
		ManagedChannel channel = this.application.channel();
		RecordingObserver<LoginReply> call = new RecordingObserver<>();
		RecordingObserver<LoginEvent> stream = new RecordingObserver<>();
		UserServiceGrpc.newStub(channel).login(LoginRequest.newBuilder().setName(HeldUserService.HELD).build(), call);
		UserServiceGrpc.newStub(channel).watchLogins(WatchRequest.getDefaultInstance(), stream);
		ConnectionTracker traffic = this.application.context().getBean(ConnectionTracker.class);
		await().atMost(LIMIT).until(() -> traffic.openCalls().size() == 2);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.application.context()::close);
		await().atMost(LIMIT).until(() -> this.application.registry().published().isEmpty());
		await().atMost(LIMIT)
			.until(() -> output.getOut()
				.contains("open calls may end (spring.grpc.server.shutdown.grace-period): "
						+ "{demo.UserService/Login=1, demo.UserService/WatchLogins=1}"));
		assertThat(closed).isNotDone();
		this.application.users().release();
		assertThat(closed).succeedsWithin(LIMIT);
		// The client's threads may be behind.
		await().atMost(LIMIT).until(() -> call.status() != null && stream.status() != null);
		assertThat(call.status()).isEqualTo(Status.OK);
		assertThat(stream.status()).isEqualTo(Status.OK);
		assertThat(stream.values()).hasSize(2);
	}

	@Test
	void clientThatStaysBusyIsNamed(CapturedOutput output) {
		this.application = new ProviderApplication(WebApplicationType.NONE, "rpc.server.drain.max-wait=300ms");
		Load load = new Load(this.application.channel());
		await().atMost(LIMIT).until(() -> load.calls.get() > 0);
		this.application.context().close();
		load.stop();
		assertThat(output).contains("1 clients still began calls 300 ms").contains("127.0.0.1:");
	}

	@Test
	void healthWatchDoesNotHoldTheStopUp() {
		this.application = new ProviderApplication(WebApplicationType.NONE,
				"spring.grpc.server.shutdown.grace-period=10m");
		RecordingObserver<HealthCheckResponse> health = watchHealth(this.application.channel());
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.application.context()::close);
		assertThat(closed).succeedsWithin(LIMIT);
		await().atMost(LIMIT).until(() -> health.status() != null);
		assertThat(health.values()).extracting(HealthCheckResponse::getStatus)
			.containsExactly(ServingStatus.SERVING, ServingStatus.NOT_SERVING);
	}

	@Test
	void clientThatIsConnectedAndIdleDoesNotHoldTheStopUp(CapturedOutput output) {
		this.application = new ProviderApplication(WebApplicationType.NONE, "rpc.server.drain.max-wait=10m",
				"spring.grpc.server.shutdown.grace-period=10m");
		ManagedChannel channel = this.application.channel();
		channel.getState(true);
		await().atMost(LIMIT).until(() -> channel.getState(false) == ConnectivityState.READY);
		assertThat(CompletableFuture.runAsync(this.application.context()::close)).succeedsWithin(LIMIT);
		assertThat(output).doesNotContain("still began calls");
	}

	@Test
	void noConsumerIsAwaitedWhenTheRegistryIsOutOfReach() {
		this.application = new ProviderApplication(WebApplicationType.NONE, "rpc.server.drain.max-wait=10m");
		this.application.registry().publicationState(Publication.State.PENDING);
		Load load = new Load(this.application.channel());
		await().atMost(LIMIT).until(() -> load.calls.get() > 0);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.application.context()::close);
		assertThat(closed).succeedsWithin(LIMIT);
		load.stop();
	}

	@Test
	void operatorCannotCallBackAnInstanceThatStops(CapturedOutput output) {
		this.application = new ProviderApplication(WebApplicationType.NONE, "rpc.server.drain.max-wait=60s");
		List<String> seen = followStatus();
		Load load = new Load(this.application.channel());
		await().atMost(LIMIT).until(() -> load.calls.get() > 0);
		RpcServiceRegistry registry = this.application.context().getBean(RpcServiceRegistry.class);
		RpcRegistration registration = this.application.context().getBean(RpcRegistration.class);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.application.context()::close);
		await().atMost(LIMIT).until(() -> seen.contains("DRAINING"));
		registry.setStatus(registration, "UP");
		load.stop();
		assertThat(closed).succeedsWithin(LIMIT);
		assertThat(seen).containsExactly("UP", "DRAINING", "gone");
		assertThat(output).contains("is not set").contains("is shutting down");
	}

	private List<String> followStatus() {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.application.registry().subscribe(USERS, (view) -> {
			String now = view.instances().isEmpty() ? "gone" : view.instances().get(0).metadata().status().name();
			if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(now)) {
				seen.add(now);
			}
		});
		assertThat(seen).containsExactly(InstanceStatus.UP.name());
		return seen;
	}

	private static RecordingObserver<HealthCheckResponse> watchHealth(ManagedChannel channel) {
		RecordingObserver<HealthCheckResponse> health = new RecordingObserver<>();
		HealthGrpc.newStub(channel).watch(HealthCheckRequest.newBuilder().setService(USERS.value()).build(), health);
		await().atMost(LIMIT).until(() -> lastStatus(health) == ServingStatus.SERVING);
		return health;
	}

	private static ServingStatus lastStatus(RecordingObserver<HealthCheckResponse> health) {
		return health.values().isEmpty() ? ServingStatus.UNKNOWN
				: health.values().get(health.values().size() - 1).getStatus();
	}

	/** Calls one after the other until it is stopped. */
	private static final class Load {

		final AtomicInteger calls = new AtomicInteger();

		final List<Status> failures = new CopyOnWriteArrayList<>();

		private final AtomicBoolean over = new AtomicBoolean();

		private final CompletableFuture<Void> done;

		Load(ManagedChannel channel) {
			UserServiceGrpc.UserServiceBlockingStub users = UserServiceGrpc.newBlockingStub(channel);
			// On a thread of its own: the common pool may have one only, which the stop
			// needs.
			this.done = CompletableFuture.runAsync(() -> {
				while (!this.over.get()) {
					try {
						users.withDeadlineAfter(30, TimeUnit.SECONDS).login(LoginRequest.getDefaultInstance());
						this.calls.incrementAndGet();
					}
					catch (StatusRuntimeException ex) {
						this.failures.add(ex.getStatus());
						return;
					}
				}
			}, (task) -> new Thread(task, "load").start());
		}

		void stop() {
			this.over.set(true);
			assertThat(this.done).succeedsWithin(LIMIT);
		}

	}

}
