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

package io.mprpc.autoconfigure.provider;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.mprpc.demo.ChatLine;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.grpc.server.UnhandledExceptionLog;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.GrpcApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.advice.GrpcAdvice;
import org.springframework.grpc.server.advice.GrpcExceptionHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link UnhandledExceptionConfiguration} over real calls.
 */
class UnhandledExceptionTests {

	private static GrpcApplication application;

	private static ManagedChannel channel;

	private final Lines lines = new Lines();

	private final UserServiceBlockingStub users = UserServiceGrpc.newBlockingStub(channel);

	@BeforeAll
	static void start() {
		application = GrpcApplication.start(Application.class);
		channel = application.channel();
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@BeforeEach
	void attach() {
		this.lines.attach();
	}

	@AfterEach
	void detach() {
		this.lines.detach();
	}

	@Test
	void anExceptionIsLoggedOnceWithItsMethodAndTheCallerLearnsWhereToLook() {
		instead((observer) -> {
			throw new IllegalStateException("no database");
		});
		StatusRuntimeException failure = failure();
		assertThat(failure.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNKNOWN);
		assertThat(failure.getStatus().getDescription()).contains("demo.UserService/Login", "log of its process")
			.doesNotContain("database");
		assertLogged("Unhandled exception in demo.UserService/Login, answered with UNKNOWN",
				IllegalStateException.class);
	}

	@Test
	void anExceptionHandedToTheObserverIsLoggedToo() {
		instead((observer) -> CompletableFuture
			.runAsync(() -> observer.onError(new IllegalArgumentException("on another thread"))));
		assertThat(failure().getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNKNOWN);
		assertLogged("Unhandled exception in demo.UserService/Login, answered with UNKNOWN",
				IllegalArgumentException.class);
	}

	@Test
	void anExceptionAroundAStatusIsLogged() {
		instead((observer) -> {
			throw new IllegalStateException("profile",
					io.grpc.Status.UNAVAILABLE.withDescription("profiles are away").asRuntimeException());
		});
		assertThat(failure().getStatus().getDescription()).isEqualTo("profiles are away");
		assertLogged("Unhandled exception in demo.UserService/Login, answered with UNAVAILABLE",
				IllegalStateException.class);
	}

	@Test
	void anExceptionOfAnInterceptorIsLogged() {
		Metadata headers = new Metadata();
		headers.put(Application.REFUSE, "yes");
		StatusRuntimeException failure = catchThrowableOfType(StatusRuntimeException.class,
				() -> this.users.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
					.login(LoginRequest.getDefaultInstance()));
		assertThat(failure.getStatus().getCode()).isEqualTo(io.grpc.Status.Code.UNKNOWN);
		assertLogged("Unhandled exception in demo.UserService/Login, answered with UNKNOWN",
				UnsupportedOperationException.class);
	}

	@Test
	void anExceptionOfAStreamsCallbackIsLogged() {
		Replies replies = new Replies();
		UserServiceGrpc.newStub(channel).chat(replies).onNext(ChatLine.newBuilder().setText("throw").build());
		assertThat(replies.failure).failsWithin(Duration.ofSeconds(30));
		assertLogged("Unhandled exception in demo.UserService/Chat, answered with UNKNOWN",
				IllegalStateException.class);
	}

	@Test
	void anExceptionWhileACallIsCancelledIsLogged() {
		Replies replies = new Replies();
		Context.CancellableContext caller = Context.current().withCancellation();
		caller.run(() -> UserServiceGrpc.newStub(channel)
			.chat(replies)
			.onNext(ChatLine.newBuilder().setText("throw when cancelled").build()));
		await().until(() -> replies.received == 1);
		caller.cancel(null);
		assertLogged("Unhandled exception in demo.UserService/Chat, thrown when the call was cancelled",
				IllegalStateException.class);
	}

	@Test
	void whatAnAdviceHandlesIsNotLogged() {
		instead((observer) -> {
			throw new UnknownUserException();
		});
		assertThat(failure().getStatus().getCode()).isEqualTo(io.grpc.Status.Code.NOT_FOUND);
		assertNothingLogged();
	}

	@Test
	void aStatusOnPurposeIsNotLogged() {
		instead((observer) -> observer
			.onError(io.grpc.Status.INTERNAL.withCause(new IllegalStateException()).asRuntimeException()));
		assertThat(failure().getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INTERNAL);
		instead((observer) -> {
			throw io.grpc.Status.UNKNOWN.withDescription("thrown").asRuntimeException();
		});
		assertThat(failure().getStatus().getDescription()).isEqualTo("thrown");
		assertNothingLogged();
	}

	@Test
	void theDetailsOfAThrownStatusReachTheCaller() {
		Status status = Status.newBuilder()
			.setCode(Code.FAILED_PRECONDITION_VALUE)
			.setMessage("locked")
			.addDetails(Any.pack(LoginRequest.newBuilder().setName("Ada").build()))
			.build();
		StatusRuntimeException thrown = StatusProto.toStatusRuntimeException(status);
		for (int i = 0; i < 2; i++) {
			instead((observer) -> {
				throw thrown;
			});
			assertThat(StatusProto.fromThrowable(failure())).isEqualTo(status);
		}
		assertNothingLogged();
	}

	private StatusRuntimeException failure() {
		return catchThrowableOfType(StatusRuntimeException.class,
				() -> this.users.withDeadlineAfter(30, TimeUnit.SECONDS).login(LoginRequest.getDefaultInstance()));
	}

	private static void instead(Consumer<StreamObserver<?>> action) {
		application.bean(DemoUsers.class).next(action);
	}

	private void assertLogged(String message, Class<?> exception) {
		await().untilAsserted(() -> assertThat(this.lines.seen).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.ERROR);
			assertThat(event.getFormattedMessage()).isEqualTo(message);
			assertThat(((ThrowableProxy) event.getThrowableProxy()).getThrowable()).isInstanceOf(exception);
		}));
	}

	/** A call that ends afterwards and is logged: what came before it would be there. */
	private void assertNothingLogged() {
		instead((observer) -> {
			throw new IllegalStateException("the only one");
		});
		failure();
		assertLogged("Unhandled exception in demo.UserService/Login, answered with UNKNOWN",
				IllegalStateException.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private static final Metadata.Key<String> REFUSE = Metadata.Key.of("refuse", Metadata.ASCII_STRING_MARSHALLER);

		@Bean
		Users users() {
			return new Users();
		}

		@Bean
		Advice advice() {
			return new Advice();
		}

		@Bean
		@GlobalServerInterceptor
		ServerInterceptor refusing() {
			return new ServerInterceptor() {

				@Override
				public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
						ServerCallHandler<Q, A> next) {
					if (headers.containsKey(REFUSE)) {
						throw new UnsupportedOperationException("refused");
					}
					return next.startCall(call, headers);
				}

			};
		}

	}

	// Spring gRPC reflects on these without making them accessible.
	@GrpcAdvice
	public static class Advice {

		@GrpcExceptionHandler(UnknownUserException.class)
		public StatusException unknownUser(UnknownUserException ex) {
			return io.grpc.Status.NOT_FOUND.withCause(ex).asException();
		}

	}

	static class UnknownUserException extends RuntimeException {

	}

	static class Users extends DemoUsers {

		@Override
		public StreamObserver<ChatLine> chat(StreamObserver<ChatLine> observer) {
			return new StreamObserver<>() {

				@Override
				public void onNext(ChatLine line) {
					if (line.getText().equals("throw")) {
						throw new IllegalStateException(line.getText());
					}
					observer.onNext(line);
				}

				@Override
				public void onError(Throwable error) {
					throw new IllegalStateException("when cancelled");
				}

				@Override
				public void onCompleted() {
					observer.onCompleted();
				}

			};
		}

	}

	private static final class Replies implements StreamObserver<ChatLine> {

		private final CompletableFuture<Void> failure = new CompletableFuture<>();

		private volatile int received;

		@Override
		public void onNext(ChatLine line) {
			this.received++;
		}

		@Override
		public void onError(Throwable error) {
			this.failure.completeExceptionally(error);
		}

		@Override
		public void onCompleted() {
			this.failure.complete(null);
		}

	}

	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<ILoggingEvent> seen = new CopyOnWriteArrayList<>();

		private final Logger logger = (Logger) LoggerFactory.getLogger(UnhandledExceptionLog.LOGGER);

		void attach() {
			start();
			this.logger.addAppender(this);
		}

		void detach() {
			this.logger.detachAppender(this);
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.seen.add(event);
		}

	}

}
