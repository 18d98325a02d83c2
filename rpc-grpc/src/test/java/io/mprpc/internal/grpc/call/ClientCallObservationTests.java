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
package io.mprpc.internal.grpc.call;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.Ticks;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ClientCallObservation} over real connections.
 */
class ClientCallObservationTests {

	private static final MethodDescriptor<LoginRequest, LoginReply> LOGIN = UserServiceGrpc.getLoginMethod();

	private final DemoUsers users = new DemoUsers();

	private final Recorder recorder = new Recorder();

	private final List<ManagedChannel> channels = new ArrayList<>();

	private Server server;

	@BeforeEach
	void start() throws IOException {
		this.server = NettyServerBuilder
			.forAddress(new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
			.addService(this.users)
			.build()
			.start();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.channels.forEach(ManagedChannel::shutdownNow);
		this.server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
	}

	@Test
	void aCallIsToldFromItsStartToItsEnd() {
		blocking(channel(this.recorder)).login(LoginRequest.newBuilder().setName("Ada").build());
		assertThat(this.recorder.events).containsExactly("start Login", "sent 0", "attempt 0 OK", "end OK");
		ObservedClientCall call = this.recorder.call;
		assertThat(call.sentAttempts()).isOne();
		assertThat(call.isEnded()).isTrue();
		assertThat(call.served()).satisfies((attempt) -> {
			assertThat(attempt.requestBytes()).isEqualTo(5);
			assertThat(attempt.responseBytes()).isEqualTo(7);
			assertThat(attempt.peer()).isEqualTo(new InetSocketAddress("127.0.0.1", this.server.getPort()));
		});
	}

	@Test
	void whatTheServerAnswersIsTheEnd() {
		this.users.next((observer) -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
		assertFails(blocking(channel(this.recorder)), Status.Code.NOT_FOUND);
		assertThat(this.recorder.events).containsExactly("start Login", "sent 0", "attempt 0 NOT_FOUND",
				"end NOT_FOUND");
	}

	@Test
	void aCallThatReachesNoStreamEndsToo() {
		assertFails(blocking(channel(1, Map.of(), this.recorder)), Status.Code.UNAVAILABLE);
		assertThat(this.recorder.events).containsExactly("start Login", "attempt 0 UNAVAILABLE", "end UNAVAILABLE");
		assertThat(this.recorder.call.served()).isNull();
	}

	@Test
	void aCallThatIsCancelledBeforeItsStreamEndsToo() {
		ManagedChannel channel = channel(this.recorder);
		channel.shutdownNow();
		assertFails(blocking(channel), Status.Code.UNAVAILABLE);
		assertThat(this.recorder.edges()).containsExactly("start Login", "end UNAVAILABLE");
	}

	@Test
	void aDeadlineEndsTheCall() {
		this.users.next((observer) -> {
			// Never answers.
		});
		assertFails(blocking(channel(this.recorder)).withDeadlineAfter(300, MILLISECONDS),
				Status.Code.DEADLINE_EXCEEDED);
		assertThat(this.recorder.edges()).containsExactly("start Login", "end DEADLINE_EXCEEDED");
	}

	@Test
	void aCallThatIsCancelledEnds() {
		this.users.next((observer) -> {
			// Never answers.
		});
		ClientCall<LoginRequest, LoginReply> call = channel(this.recorder).newCall(LOGIN, CallOptions.DEFAULT);
		call.start(new ClientCall.Listener<>() {
		}, new Metadata());
		call.sendMessage(LoginRequest.getDefaultInstance());
		call.halfClose();
		await().until(() -> this.recorder.events.contains("sent 0"));
		call.cancel("enough", null);
		await().until(() -> this.recorder.events.contains("end CANCELLED"));
		await().until(() -> this.recorder.events.contains("attempt 0 CANCELLED"));
		assertThat(this.recorder.edges()).containsExactly("start Login", "end CANCELLED");
	}

	@Test
	void aStreamIsOneCall() {
		blocking(channel(this.recorder)).watchLogins(WatchRequest.newBuilder().setCount(3).build())
			.forEachRemaining((event) -> {
			});
		assertThat(this.recorder.events).containsExactly("start WatchLogins", "sent 0", "attempt 0 OK", "end OK");
		assertThat(this.recorder.call.served())
			.satisfies((attempt) -> assertThat(attempt.responseBytes()).isEqualTo(21));
	}

	@Test
	void aRetryIsAnAttemptOfTheSameCall() {
		this.users.next((observer) -> observer.onError(Status.UNAVAILABLE.asRuntimeException()));
		Map<String, ?> retry = Map.of("maxAttempts", 2.0, "initialBackoff", "0.001s", "maxBackoff", "0.001s",
				"backoffMultiplier", 1.0, "retryableStatusCodes", List.of("UNAVAILABLE"));
		blocking(channel(this.server.getPort(), config("retryPolicy", retry), this.recorder))
			.login(LoginRequest.getDefaultInstance());
		assertThat(this.recorder.events).containsExactly("start Login", "sent 0", "attempt 0 UNAVAILABLE", "sent 1",
				"attempt 1 OK", "end OK");
		assertThat(this.recorder.call.sentAttempts()).isEqualTo(2);
	}

	@Test
	void aHedgedCallEndsOnce() {
		Map<String, ?> hedging = Map.of("maxAttempts", 2.0, "hedgingDelay", "0.05s");
		UserServiceGrpc.UserServiceBlockingStub hedged = blocking(
				channel(this.server.getPort(), config("hedgingPolicy", hedging), this.recorder));
		this.users.next((observer) -> {
			// Never answers.
		});
		hedged.login(LoginRequest.getDefaultInstance());
		await().until(() -> this.recorder.events.contains("attempt 0 CANCELLED"));
		assertThat(this.recorder.edges()).containsExactly("start Login", "end OK");
		assertThat(this.recorder.events).contains("sent 0", "sent 1", "attempt 1 OK").hasSize(6);
		assertThat(this.recorder.call.served()).satisfies(
				(attempt) -> assertThat(attempt.info().getPreviousAttempts()).as("the one that answered").isOne());
	}

	@Test
	void aCallThatCannotBeStartedEndsToo() {
		Channel failing = new Channel() {

			@Override
			public <Q, P> ClientCall<Q, P> newCall(MethodDescriptor<Q, P> method, CallOptions options) {
				return new SimpleForwardingClientCall<>(
						ClientCallObservationTests.this.channel().newCall(method, options)) {

					@Override
					public void start(Listener<P> listener, Metadata headers) {
						throw new IllegalStateException("not today");
					}

				};
			}

			@Override
			public String authority() {
				return "";
			}

		};
		ClientCall<LoginRequest, LoginReply> call = observation(this.recorder).interceptCall(LOGIN, CallOptions.DEFAULT,
				failing);
		assertThatIllegalStateException().isThrownBy(() -> call.start(new ClientCall.Listener<>() {
		}, new Metadata())).withMessage("not today");
		assertThat(this.recorder.events).containsExactly("start Login", "end UNKNOWN");
	}

	@Test
	void anObserverThatFailsHarmsNeitherTheCallNorOthers() {
		Recorder other = new Recorder();
		ManagedChannel channel = channel(new FailingObserver(), this.recorder, new LateFailingObserver(), other);
		for (int i = 0; i < 2; i++) {
			assertThat(blocking(channel).login(LoginRequest.getDefaultInstance()).getSuccess()).isTrue();
		}
		assertThat(this.recorder.events).hasSize(8).isEqualTo(other.events);
	}

	@Test
	void anObserverThatIgnoresTheCallIsToldNoMore() {
		Recorder ignoring = new Recorder() {

			@Override
			public @Nullable String callStarted(ObservedClientCall started) {
				super.callStarted(started);
				return null;
			}

		};
		blocking(channel(ignoring, this.recorder)).login(LoginRequest.getDefaultInstance());
		assertThat(ignoring.events).containsExactly("start Login");
		assertThat(this.recorder.events).hasSize(4);
	}

	@Test
	void aMethodThatNothingObservesIsLeftAlone() {
		List<String> asked = new CopyOnWriteArrayList<>();
		ClientCallObserver<Object> choosy = new ClientCallObserver<>() {

			@Override
			public boolean observes(String fullMethodName) {
				asked.add(fullMethodName);
				return false;
			}

			@Override
			public Object callStarted(ObservedClientCall call) {
				throw new AssertionError(call);
			}

		};
		ClientInterceptor observation = observation(choosy);
		CapturingChannel next = new CapturingChannel();
		for (int i = 0; i < 2; i++) {
			assertThat(observation.interceptCall(LOGIN, CallOptions.DEFAULT, next)).isSameAs(next.call);
			assertThat(next.options).isSameAs(CallOptions.DEFAULT);
		}
		assertThat(asked).containsExactly("demo.UserService/Login");
	}

	@Test
	void anObserverThatIsSwitchedOffCostsNothing() {
		SwitchedObserver switched = new SwitchedObserver();
		ClientInterceptor observation = observation(switched);
		CapturingChannel next = new CapturingChannel();
		for (boolean on : new boolean[] { false, true, false, true }) {
			switched.set(on);
			ClientCall<?, ?> call = observation.interceptCall(LOGIN, CallOptions.DEFAULT, next);
			if (on) {
				assertThat(call).isNotSameAs(next.call);
				assertThat(next.options.getStreamTracerFactories()).hasSize(1);
			}
			else {
				assertThat(call).isSameAs(next.call);
				assertThat(next.options).isSameAs(CallOptions.DEFAULT);
			}
		}
	}

	@Test
	void theClockIsNotReadForAnObserverThatIsSwitchedOff() {
		SwitchedObserver switched = new SwitchedObserver();
		assertThat(readings(switched, new EdgeObserver(Timing.NONE))).isZero();
		switched.set(true);
		assertThat(readings(switched, new EdgeObserver(Timing.NONE))).isEqualTo(2);
	}

	@Test
	void attemptsAreTracedOnlyForThoseWhoObserveThem() {
		CapturingChannel next = new CapturingChannel();
		observation(new EdgeObserver()).interceptCall(LOGIN, CallOptions.DEFAULT, next);
		assertThat(next.options.getStreamTracerFactories()).isEmpty();
		observation(new EdgeObserver(), this.recorder, new Recorder()).interceptCall(LOGIN, CallOptions.DEFAULT, next);
		assertThat(next.options.getStreamTracerFactories()).hasSize(1);
	}

	@Test
	void theClockIsReadOnceAtEachPointThatAnObserverNeeds() {
		assertThat(readings(new EdgeObserver(Timing.NONE))).isZero();
		assertThat(
				readings(new EdgeObserver(Timing.NONE), new EdgeObserver(Timing.TOTAL), new EdgeObserver(Timing.TOTAL)))
			.as("start and end")
			.isEqualTo(2);
		assertThat(readings(this.recorder, new Recorder(), new EdgeObserver(Timing.TOTAL)))
			.as("start, sent, end of the attempt, end")
			.isEqualTo(4);
	}

	@Test
	void allObserversSeeTheSameTimes() {
		AtomicInteger clock = new AtomicInteger();
		ManagedChannel channel = channel(this.server.getPort(), Map.of(),
				new ClientCallObservation(List.of(this.recorder), new Ticks(clock::incrementAndGet)));
		ready(channel);
		this.recorder.events.clear();
		clock.set(0);
		blocking(channel).login(LoginRequest.getDefaultInstance());
		ObservedClientCall call = this.recorder.call;
		assertThat(call.durationNanos()).isEqualTo(3);
		assertThat(call.served()).satisfies((attempt) -> {
			assertThat(attempt.durationNanos()).isEqualTo(1);
			assertThat(attempt.isDelayed()).isFalse();
			assertThat(attempt.delayNanos()).isZero();
		});
	}

	@Test
	void anAttemptThatWaitsSaysHowLong() {
		AtomicInteger clock = new AtomicInteger();
		blocking(channel(this.server.getPort(), Map.of(),
				new ClientCallObservation(List.of(this.recorder), new Ticks(clock::incrementAndGet))))
			.login(LoginRequest.getDefaultInstance());
		assertThat(this.recorder.call.served()).satisfies((attempt) -> {
			assertThat(attempt.isDelayed()).isTrue();
			assertThat(attempt.delayNanos()).isEqualTo(1);
		});
	}

	private int readings(ClientCallObserver<?>... observers) {
		AtomicInteger readings = new AtomicInteger();
		ManagedChannel channel = channel(this.server.getPort(), Map.of(),
				new ClientCallObservation(List.of(observers), new Ticks(readings::incrementAndGet)));
		ready(channel);
		readings.set(0);
		blocking(channel).login(LoginRequest.getDefaultInstance());
		return readings.get();
	}

	// The first call waits for the connection.
	private static void ready(ManagedChannel channel) {
		blocking(channel).login(LoginRequest.getDefaultInstance());
	}

	private static void assertFails(UserServiceGrpc.UserServiceBlockingStub stub, Status.Code code) {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> stub.login(LoginRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(code));
	}

	private static UserServiceGrpc.UserServiceBlockingStub blocking(Channel channel) {
		return UserServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
	}

	private static Map<String, ?> config(String policy, Map<String, ?> values) {
		return Map.of("methodConfig", List.of(Map.of("name", List.of(Map.of()), policy, values)));
	}

	private static ClientCallObservation observation(ClientCallObserver<?>... observers) {
		return new ClientCallObservation(List.of(observers), TimeSource.system());
	}

	private ManagedChannel channel(ClientCallObserver<?>... observers) {
		return channel(this.server.getPort(), Map.of(), observers);
	}

	private ManagedChannel channel(int port, Map<String, ?> config, ClientCallObserver<?>... observers) {
		return channel(port, config, observation(observers));
	}

	private ManagedChannel channel(int port, Map<String, ?> config, ClientInterceptor interceptor) {
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
			.usePlaintext()
			.defaultServiceConfig(config)
			.intercept(interceptor)
			.build();
		this.channels.add(channel);
		return channel;
	}

	/** Notes all events. */
	private static class Recorder implements ClientCallObserver<String> {

		final List<String> events = new CopyOnWriteArrayList<>();

		volatile ObservedClientCall call;

		/** Start and end of the call. */
		List<String> edges() {
			return this.events.stream()
				.filter((event) -> event.startsWith("start") || event.startsWith("end"))
				.toList();
		}

		@Override
		public Timing timing() {
			return Timing.PHASES;
		}

		@Override
		public boolean observesAttempts() {
			return true;
		}

		@Override
		public @Nullable String callStarted(ObservedClientCall started) {
			this.call = started;
			this.events.add("start " + started.method().getBareMethodName());
			return "";
		}

		@Override
		public void attemptSent(ObservedAttempt attempt, String state) {
			this.events.add("sent " + attempt.info().getPreviousAttempts());
		}

		@Override
		public void attemptEnded(ObservedAttempt attempt, Status status, String state) {
			this.events.add("attempt " + attempt.info().getPreviousAttempts() + ' ' + status.getCode());
		}

		@Override
		public void callEnded(ObservedClientCall ended, Status status, String state) {
			this.events.add("end " + status.getCode());
		}

	}

	/** Observes start and end only. */
	private record EdgeObserver(Timing timing) implements ClientCallObserver<Object> {

		EdgeObserver() {
			this(Timing.TOTAL);
		}

		@Override
		public Object callStarted(ObservedClientCall call) {
			return "";
		}

	}

	/** Observes the route of calls while it is on. */
	private static final class SwitchedObserver implements ClientCallObserver<Object> {

		private final List<Runnable> followers = new ArrayList<>();

		private boolean on;

		void set(boolean nowOn) {
			this.on = nowOn;
			this.followers.forEach(Runnable::run);
		}

		@Override
		public boolean observes(String fullMethodName) {
			return this.on;
		}

		@Override
		public void follow(Runnable changed) {
			this.followers.add(changed);
		}

		@Override
		public boolean observesRoute() {
			return true;
		}

		@Override
		public Object callStarted(ObservedClientCall call) {
			return "";
		}

	}

	/** Fails immediately. */
	private static final class FailingObserver implements ClientCallObserver<Object> {

		@Override
		public Object callStarted(ObservedClientCall call) {
			throw new IllegalStateException("start");
		}

	}

	/** Fails later. */
	private static final class LateFailingObserver implements ClientCallObserver<Object> {

		@Override
		public Object callStarted(ObservedClientCall call) {
			return "";
		}

		@Override
		public void attemptSent(ObservedAttempt attempt, Object state) {
			throw new IllegalStateException("sent");
		}

		@Override
		public void attemptEnded(ObservedAttempt attempt, Status status, Object state) {
			throw new IllegalStateException("attempt");
		}

		@Override
		public void callEnded(ObservedClientCall call, Status status, Object state) {
			throw new IllegalStateException("end");
		}

	}

	/** Notes the options of calls. */
	private static final class CapturingChannel extends Channel {

		private CallOptions options = CallOptions.DEFAULT;

		private ClientCall<?, ?> call;

		@Override
		public <Q, P> ClientCall<Q, P> newCall(MethodDescriptor<Q, P> method, CallOptions callOptions) {
			this.options = callOptions;
			ClientCall<Q, P> created = new ClientCall<>() {

				@Override
				public void start(Listener<P> listener, Metadata headers) {
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
			this.call = created;
			return created;
		}

		@Override
		public String authority() {
			return "";
		}

	}

}
