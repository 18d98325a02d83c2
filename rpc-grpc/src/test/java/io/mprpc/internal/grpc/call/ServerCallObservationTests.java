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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsRequest;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ServerCallObservation}, most of them over real connections.
 */
class ServerCallObservationTests {

	private static final MethodDescriptor<LoginRequest, LoginReply> LOGIN = UserServiceGrpc.getLoginMethod();

	private static final String NAME = LOGIN.getFullMethodName();

	private final DemoUsers users = new DemoUsers();

	private final Recorder recorder = new Recorder();

	private @Nullable Server server;

	private @Nullable ManagedChannel channel;

	@BeforeEach
	void start() throws IOException {
		start(observation(this.recorder));
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.channel.shutdownNow();
		this.server.shutdownNow().awaitTermination(30, TimeUnit.SECONDS);
	}

	@Test
	void aCallIsToldFromItsStartToItsEnd() {
		blocking().login(LoginRequest.newBuilder().setName("Ada").build());
		this.recorder.awaitEvents("dispatched demo.UserService/Login", "start", "end OK started");
		ObservedServerCall call = this.recorder.call;
		assertThat(call.requestBytes()).isEqualTo(5);
		assertThat(call.responseBytes()).isEqualTo(7);
		assertThat(call.method()).isEqualTo(LOGIN);
		assertThat(call.attributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)).isNotNull();
	}

	@Test
	void whatTheHandlerAnswersIsTheEnd() {
		this.users.next((observer) -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
		assertFails(Status.Code.NOT_FOUND);
		this.recorder.awaitEvents("dispatched demo.UserService/Login", "start", "end NOT_FOUND started");
	}

	@Test
	void anExceptionOfTheHandlerIsAnEnd() {
		this.users.next((observer) -> {
			throw new IllegalStateException("handler");
		});
		assertFails(Status.Code.UNKNOWN);
		this.recorder.awaitEvents("dispatched demo.UserService/Login", "start", "end UNKNOWN started");
	}

	@Test
	void aStreamIsOneCall() {
		blocking().watchLogins(WatchRequest.newBuilder().setCount(3).build()).forEachRemaining((event) -> {
		});
		this.recorder.awaitEvents("dispatched demo.UserService/WatchLogins", "start", "end OK started");
	}

	@Test
	void aMethodThatTheServerDoesNotHaveOnlyEnds() {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(
				() -> FriendServiceGrpc.newBlockingStub(this.channel).listFriends(FriendsRequest.getDefaultInstance()));
		this.recorder.awaitEvents("end UNIMPLEMENTED");
		assertThat(this.recorder.call.fullMethodName()).isEqualTo("demo.FriendService/ListFriends");
		assertThat(this.recorder.call.attributes()).isEqualTo(Attributes.EMPTY);
		assertThatIllegalStateException().isThrownBy(() -> this.recorder.call.method());
	}

	@Test
	void namesThatClientsMakeUpAreNotKept() {
		AtomicInteger asked = new AtomicInteger();
		ServerCallObservation observation = observation(new Recorder() {

			@Override
			public boolean observes(String fullMethodName) {
				asked.incrementAndGet();
				return true;
			}

		});
		tracer(observation).streamClosed(Status.UNIMPLEMENTED);
		tracer(observation).serverCallStarted(new Info());
		assertThat(asked).as("once for each call, and once more to remember the method").hasValue(3);
		tracer(observation).serverCallStarted(new Info());
		assertThat(asked).hasValue(3);
	}

	@Test
	void aCallThatTheClientCancelsEnds() {
		this.users.next((observer) -> {
			// Never answers.
		});
		ClientCall<LoginRequest, LoginReply> call = this.channel.newCall(LOGIN, CallOptions.DEFAULT);
		call.start(new ClientCall.Listener<>() {
		}, new Metadata());
		call.sendMessage(LoginRequest.getDefaultInstance());
		call.halfClose();
		await().until(() -> this.recorder.events.contains("start"));
		call.cancel("enough", null);
		this.recorder.awaitEvents("dispatched demo.UserService/Login", "start", "end CANCELLED started");
	}

	@Test
	void aCallThatIsCancelledWhileItWaitsForAThreadDoesNotStart() {
		ServerStreamTracer tracer = tracer(observation(this.recorder));
		tracer.streamClosed(Status.CANCELLED);
		tracer.serverCallStarted(new Info());
		assertThat(this.recorder.events).containsExactly("end CANCELLED", "dispatched demo.UserService/Login");
	}

	@Test
	void aCallThatIsCancelledWhileItStartsEndsAfterwards() {
		Recorder last = new Recorder();
		ServerStreamTracer[] tracer = new ServerStreamTracer[1];
		ServerCallObserver<Object> cancelling = new ServerCallObserver<>() {

			@Override
			public Object callStarted(ObservedServerCall call) {
				tracer[0].streamClosed(Status.CANCELLED);
				return "";
			}

		};
		tracer[0] = tracer(observation(this.recorder, cancelling, last));
		tracer[0].serverCallStarted(new Info());
		for (Recorder each : List.of(this.recorder, last)) {
			assertThat(each.events).containsExactly("dispatched demo.UserService/Login", "start",
					"end CANCELLED started");
		}
	}

	@Test
	void anObserverThatFailsHarmsNeitherTheCallNorOthers() throws Exception {
		Recorder other = new Recorder();
		restart(observation(new FailingObserver(), this.recorder, new FailingObserver(), other));
		for (int i = 0; i < 2; i++) {
			assertThat(blocking().login(LoginRequest.getDefaultInstance()).getSuccess()).isTrue();
		}
		for (Recorder each : List.of(this.recorder, other)) {
			await().until(() -> each.events.stream().filter("end OK started"::equals).count() == 2);
			assertThat(each.events).hasSize(6);
		}
	}

	@Test
	void aMethodThatNothingObservesHasNoTracerOfItsOwn() {
		ServerCallObserver<Object> choosy = new ServerCallObserver<>() {

			@Override
			public boolean observes(String fullMethodName) {
				return false;
			}

		};
		assertThat(tracer(observation(choosy))).isNotInstanceOf(ObservedServerCall.class)
			.isSameAs(tracer(observation(choosy)));
		assertThat(tracer(observation())).isNotInstanceOf(ObservedServerCall.class);
		assertThat(tracer(observation(choosy, this.recorder))).isInstanceOf(ObservedServerCall.class);
	}

	@Test
	void theClockIsReadOnceAtEachPointThatAnObserverNeeds() {
		assertThat(readings(new TimedObserver(Timing.NONE))).isZero();
		assertThat(readings(new TimedObserver(Timing.NONE), new TimedObserver(Timing.TOTAL),
				new TimedObserver(Timing.TOTAL)))
			.as("arrival and end")
			.isEqualTo(2);
		assertThat(readings(new TimedObserver(Timing.PHASES), this.recorder)).as("arrival, dispatch, end").isEqualTo(3);
		assertThat(this.recorder.call.queueNanos()).isEqualTo(1);
		assertThat(this.recorder.call.durationNanos()).isEqualTo(2);
	}

	@Test
	void theTraceIsCapturedWhereOneIsStarted() throws Exception {
		restart(new ServerCallObservation(List.of(this.recorder), true, TimeSource.system()),
				new ServerTraceCapture(() -> "trace"));
		blocking().login(LoginRequest.getDefaultInstance());
		this.recorder.awaitEvents("dispatched demo.UserService/Login", "start", "end OK started");
		assertThat(this.recorder.call.traceId()).isEqualTo("trace");
	}

	@Test
	void aCaptureOfTracesIsNoUseWithoutObservation() throws Exception {
		restart(observation(this.recorder), new ServerTraceCapture(() -> "trace"));
		blocking().login(LoginRequest.getDefaultInstance());
		this.recorder.awaitEvents("dispatched demo.UserService/Login", "start", "end OK started");
		assertThat(this.recorder.call.traceId()).isNull();
	}

	private static int readings(ServerCallObserver<?>... observers) {
		AtomicInteger clock = new AtomicInteger();
		ServerStreamTracer tracer = tracer(
				new ServerCallObservation(List.of(observers), false, new Ticks(clock::incrementAndGet)));
		tracer.serverCallStarted(new Info());
		tracer.streamClosed(Status.OK);
		return clock.get();
	}

	private static ServerCallObservation observation(ServerCallObserver<?>... observers) {
		return new ServerCallObservation(List.of(observers), false, TimeSource.system());
	}

	private static ServerStreamTracer tracer(ServerCallObservation observation) {
		return observation.newServerStreamTracer(NAME, new Metadata());
	}

	private void restart(ServerCallObservation observation, ServerInterceptor... interceptors) throws Exception {
		stop();
		start(observation, interceptors);
	}

	private void start(ServerCallObservation observation, ServerInterceptor... interceptors) throws IOException {
		NettyServerBuilder builder = NettyServerBuilder
			.forAddress(new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
			.addStreamTracerFactory(observation)
			.addService(this.users);
		for (ServerInterceptor interceptor : interceptors) {
			builder.intercept(interceptor);
		}
		this.server = builder.build().start();
		this.channel = NettyChannelBuilder.forAddress("127.0.0.1", this.server.getPort()).usePlaintext().build();
	}

	private void assertFails(Status.Code code) {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> blocking().login(LoginRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(code));
	}

	private UserServiceGrpc.UserServiceBlockingStub blocking() {
		return UserServiceGrpc.newBlockingStub(this.channel).withDeadlineAfter(30, TimeUnit.SECONDS);
	}

	/** Notes all events. */
	private static class Recorder implements ServerCallObserver<String> {

		final List<String> events = new CopyOnWriteArrayList<>();

		volatile ObservedServerCall call;

		void awaitEvents(String... expected) {
			await().until(() -> this.events.stream().anyMatch((event) -> event.startsWith("end")));
			assertThat(this.events).containsExactly(expected);
		}

		@Override
		public Timing timing() {
			return Timing.PHASES;
		}

		@Override
		public void callDispatched(ObservedServerCall dispatched) {
			this.events.add("dispatched " + dispatched.fullMethodName());
		}

		@Override
		public String callStarted(ObservedServerCall started) {
			this.events.add("start");
			return " started";
		}

		@Override
		public void callEnded(ObservedServerCall ended, Status status, @Nullable String state) {
			this.call = ended;
			this.events.add("end " + status.getCode() + ((state != null) ? state : ""));
		}

	}

	/** Needs the clock. */
	private record TimedObserver(Timing timing) implements ServerCallObserver<Object> {
	}

	/** Fails at each event. */
	private static final class FailingObserver implements ServerCallObserver<Object> {

		@Override
		public void callDispatched(ObservedServerCall call) {
			throw new IllegalStateException("dispatched");
		}

		@Override
		public Object callStarted(ObservedServerCall call) {
			throw new IllegalStateException("start");
		}

		@Override
		public void callEnded(ObservedServerCall call, Status status, @Nullable Object state) {
			throw new IllegalStateException("end");
		}

	}

	/** A login. */
	private static final class Info extends ServerStreamTracer.ServerCallInfo<LoginRequest, LoginReply> {

		@Override
		public MethodDescriptor<LoginRequest, LoginReply> getMethodDescriptor() {
			return LOGIN;
		}

		@Override
		public Attributes getAttributes() {
			return Attributes.EMPTY;
		}

		@Override
		public @Nullable String getAuthority() {
			return null;
		}

	}

}
