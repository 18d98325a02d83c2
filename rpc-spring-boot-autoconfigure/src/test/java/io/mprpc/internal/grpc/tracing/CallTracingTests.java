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

package io.mprpc.internal.grpc.tracing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.FinishedSpan;
import io.mprpc.demo.ChatLine;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileReply;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.internal.grpc.tracing.TracedApplication.Seen;
import io.mprpc.testing.GrpcApplication;
import io.mprpc.testing.TcpProxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Traces over real calls, with each of the tracers that Micrometer can lead to.
 */
@ParameterizedClass
@ValueSource(classes = { CallTracingTests.Otel.class, CallTracingTests.Brave.class })
class CallTracingTests {

	@Parameter
	private Class<?> tracing;

	private GrpcApplication application;

	private TracedApplication.Users users;

	private Tracer tracer;

	@BeforeEach
	void start() {
		this.application = GrpcApplication.start(this.tracing, "spring.task.execution.propagate-context=true",
				"spring.grpc.client.channel.default.service-config.method[0].name[0].service=demo.UserService",
				"spring.grpc.client.channel.default.service-config.method[0].retry.max-attempts=3",
				"spring.grpc.client.channel.default.service-config.method[0].retry.initial-backoff=1s",
				"spring.grpc.client.channel.default.service-config.method[0].retry.max-backoff=1s",
				"spring.grpc.client.channel.default.service-config.method[0].retry.backoff-multiplier=1",
				"spring.grpc.client.channel.default.service-config.method[0].retry.retryable-status-codes=UNAVAILABLE");
		this.users = this.application.bean(TracedApplication.Users.class);
		this.tracer = this.application.bean(Tracer.class);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void theServersSpanIsTheChildOfTheClientsAndThatOfTheCallers() {
		observed(() -> blocking(this.application.channel()).getProfile(ProfileRequest.getDefaultInstance()));
		FinishedSpan caller = span("caller", null);
		FinishedSpan client = span("demo.UserService/GetProfile", Span.Kind.CLIENT);
		FinishedSpan server = span("demo.UserService/GetProfile", Span.Kind.SERVER);
		assertThat(client.getTraceId()).isEqualTo(caller.getTraceId());
		assertThat(server.getTraceId()).isEqualTo(caller.getTraceId());
		assertThat(client.getParentId()).isEqualTo(caller.getSpanId());
		assertThat(server.getParentId()).isEqualTo(client.getSpanId());
	}

	@Test
	void theClientsSpanSaysWhichInstanceServed() {
		observed(() -> blocking(this.application.channel()).getProfile(ProfileRequest.getDefaultInstance()));
		assertThat(client().getTags()).containsEntry("rpc.instance", "127.0.0.1:" + this.application.port())
			.containsEntry("rpc.attempts", "1");
	}

	@Test
	void anUnhandledExceptionNamesItsTrace() {
		this.users.next((observer) -> {
			throw new IllegalStateException();
		});
		observed(() -> assertThat(
				catchThrowable(() -> blocking(this.application.channel()).login(LoginRequest.getDefaultInstance())))
			.hasMessageEndingWith("(trace " + this.tracer.currentSpan().context().traceId() + ')'));
	}

	@Test
	void aWaitIsAnEventOfTheSpan() {
		try (TcpProxy proxy = TcpProxy.to(this.application.port())) {
			// Else a connection could be ready before the call is.
			proxy.swallow();
			ManagedChannel channel = this.application.channel("static://" + proxy.address());
			observed(() -> {
				Future<ProfileReply> reply = UserServiceGrpc.newFutureStub(channel)
					.withWaitForReady()
					.getProfile(ProfileRequest.getDefaultInstance());
				proxy.forward();
				assertThat(reply).succeedsWithin(Duration.ofSeconds(30));
			});
			assertThat(events(client()))
				.anyMatch((event) -> event.matches("rpc.(instance|resolution)_wait \\d+\\.\\dms"));
			observed(() -> blocking(channel).login(LoginRequest.getDefaultInstance()));
			assertThat(events(span("demo.UserService/Login", Span.Kind.CLIENT)))
				.noneMatch((event) -> event.startsWith("rpc."));
		}
	}

	@Test
	void aRetryIsAnEventOfTheSpan() {
		this.users.next((observer) -> observer.onError(Status.UNAVAILABLE.asRuntimeException()));
		observed(() -> blocking(this.application.channel()).getProfile(ProfileRequest.getDefaultInstance()));
		assertThat(events(client())).contains("rpc.retry 1");
		assertThat(client().getTags()).containsEntry("rpc.attempts", "2");
	}

	@Test
	void aTransparentRetryIsAnEventOfTheSpan() {
		try (RefusingServer refusing = new RefusingServer()) {
			observed(() -> blocking(this.application.channel("static://" + refusing.address()))
				.getProfile(ProfileRequest.getDefaultInstance()));
			assertThat(events(client())).contains("rpc.transparent_retry").doesNotContain("rpc.retry 1");
			assertThat(client().getTags()).containsEntry("rpc.attempts", "2")
				.containsEntry("rpc.instance", refusing.address());
		}
	}

	@Test
	void aHedgeIsAnEventOfTheSpan() {
		this.users.next((observer) -> {
			// Never answers.
		});
		ManagedChannel channel = this.application.hedgingChannel("demo.UserService");
		observed(() -> blocking(channel).getProfile(ProfileRequest.getDefaultInstance()));
		assertThat(events(client())).contains("rpc.hedge 1").doesNotContain("rpc.retry 1");
		assertThat(client().getTags()).containsEntry("rpc.attempts", "2")
			.containsEntry("rpc.instance", "127.0.0.1:" + this.application.port());
	}

	@Test
	void theSpanOfACallThatReachesNoInstanceSaysSo() {
		observed(() -> assertThat(Status
			.fromThrowable(catchThrowable(() -> blocking(this.application.channel("static://127.0.0.1:1"))
				.getProfile(ProfileRequest.getDefaultInstance())))
			.getCode()).isEqualTo(Status.Code.UNAVAILABLE));
		assertThat(client().getTags()).containsEntry("rpc.instance", "none").containsEntry("rpc.attempts", "0");
	}

	@Test
	void aHandlerSeesTraceAndBaggage() throws Exception {
		String traceId = observed(() -> blocking(this.application.channel()).login(LoginRequest.getDefaultInstance()));
		assertSeen(this.users.next(), "handler", traceId);
	}

	@Test
	void whatAHandlerGivesToAnExecutorThatPropagatesSeesTraceAndBaggage() throws Exception {
		String traceId = observed(
				() -> blocking(this.application.channel()).login(LoginRequest.newBuilder().setName("async").build()));
		assertSeen(this.users.next(), "handler", traceId);
		assertSeen(this.users.next(), "executor", traceId);
	}

	@Test
	void everyCallbackOfAStreamingHandlerSeesTraceAndBaggage() throws Exception {
		Callbacks<ChatLine> callbacks = new Callbacks<>();
		ManagedChannel channel = this.application.channel();
		List<StreamObserver<ChatLine>> streams = new ArrayList<>();
		String traceId = observed(() -> {
			StreamObserver<ChatLine> chat = UserServiceGrpc.newStub(channel).chat(callbacks);
			chat.onNext(ChatLine.newBuilder().setText("one").build());
			streams.add(chat);
		});
		// Later, outside the caller's scope.
		streams.get(0).onNext(ChatLine.newBuilder().setText("two").build());
		streams.get(0).onCompleted();
		for (String where : List.of("start", "one", "two", "end")) {
			assertSeen(this.users.next(), where, traceId);
		}
	}

	@Test
	void callbacksOfAnAsynchronousCallSeeTheCallersTraceAndBaggage() throws Exception {
		Callbacks<ProfileReply> callbacks = new Callbacks<>();
		ManagedChannel channel = this.application.channel();
		List<String> callersSpan = new ArrayList<>();
		String traceId = observed(() -> {
			callersSpan.add(String.valueOf(this.tracer.currentSpan().context().spanId()));
			UserServiceGrpc.newStub(channel).getProfile(ProfileRequest.getDefaultInstance(), callbacks);
		});
		for (String where : List.of("next", "completed")) {
			Seen seen = callbacks.next();
			assertSeen(seen, where, traceId);
			assertThat(seen.spanId()).isEqualTo(callersSpan.get(0));
		}
	}

	@Test
	void callbacksLeaveNothingBehindOnTheirThread() throws Exception {
		ManagedChannel channel = this.application.channel();
		Callbacks<ProfileReply> callbacks = new Callbacks<>();
		observed(() -> UserServiceGrpc.newStub(channel)
			.withExecutor(Runnable::run)
			.getProfile(ProfileRequest.getDefaultInstance(), callbacks));
		callbacks.next();
		callbacks.next();
		// The same transport's thread, outside any call.
		Callbacks<ProfileReply> outside = new Callbacks<>();
		UserServiceGrpc.newStub(channel)
			.withExecutor(Runnable::run)
			.getProfile(ProfileRequest.getDefaultInstance(), outside);
		assertThat(outside.next()).isEqualTo(new Seen("next", null, null, null));
	}

	private UserServiceGrpc.UserServiceBlockingStub blocking(ManagedChannel channel) {
		return UserServiceGrpc.newBlockingStub(channel);
	}

	private String observed(Runnable action) {
		return Observation.createNotStarted("caller", this.application.bean(ObservationRegistry.class)).observe(() -> {
			try (BaggageInScope baggage = this.tracer.createBaggageInScope(TracedApplication.BAGGAGE, "acme")) {
				action.run();
			}
			return this.tracer.currentSpan().context().traceId();
		});
	}

	private FinishedSpan client() {
		return span("demo.UserService/GetProfile", Span.Kind.CLIENT);
	}

	private FinishedSpan span(String name, Span.@Nullable Kind kind) {
		TracedApplication.Spans spans = this.application.bean(TracedApplication.Spans.class);
		return await().atMost(Duration.ofSeconds(30))
			.until(() -> spans.finished()
				.stream()
				.filter((span) -> name.equals(span.getName()) && kind == span.getKind())
				.toList(), (found) -> found.size() == 1)
			.get(0);
	}

	private static List<String> events(FinishedSpan span) {
		return span.getEvents().stream().map((event) -> event.getValue()).toList();
	}

	private static void assertSeen(Seen seen, String where, String traceId) {
		assertThat(seen.where()).isEqualTo(where);
		assertThat(seen.traceId()).as("trace in " + where).isEqualTo(traceId);
		assertThat(seen.tenant()).as("baggage in " + where).isEqualTo("acme");
	}

	/**
	 * Notes what callbacks see.
	 *
	 * @param <T> type of the replies
	 */
	private static final class Callbacks<T> implements StreamObserver<T> {

		private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

		Seen next() throws InterruptedException {
			Seen next = this.seen.poll(30, TimeUnit.SECONDS);
			assertThat(next).as("callback").isNotNull();
			return next;
		}

		@Override
		public void onNext(T value) {
			this.seen.add(Seen.now("next"));
		}

		@Override
		public void onError(Throwable error) {
			this.seen.add(Seen.now("error"));
		}

		@Override
		public void onCompleted() {
			this.seen.add(Seen.now("completed"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TracedApplication.class, OtelTestConfiguration.class })
	static class Otel {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TracedApplication.class, BraveTestConfiguration.class })
	static class Brave {

	}

}
