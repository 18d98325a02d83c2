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

package io.mprpc.autoconfigure.consumer;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.mprpc.RpcStubs;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.demo.WatchRequest;
import io.mprpc.testing.DemoServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for deadlines, retries and hedging as configured, with real calls.
 */
class ReferenceCallsTests {

	private static final String USERS = "rpc.client.references.demo.UserService.";

	private static final LoginRequest LOGIN = LoginRequest.getDefaultInstance();

	private static final ProfileRequest PROFILE = ProfileRequest.getDefaultInstance();

	private final DemoServer server = new DemoServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
				CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class))
		.withPropertyValues(USERS + "url=" + this.server.url());

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void aUnaryCallHasADeadlineByDefault() {
		with((users) -> assertThat(deadlineSeenBy(() -> users.login(LOGIN))).isBetween(0L, 5_000L));
	}

	@Test
	void aStreamHasNoDeadlineByDefault() {
		with((users) -> assertThat(deadlineSeenBy(() -> users.watchLogins(WatchRequest.getDefaultInstance()).hasNext()))
			.isEqualTo(-1));
	}

	@Test
	void aSlowServiceIsGivenUpAtTheDeadline() {
		this.server.fallSilent();
		with((users) -> assertFails(Status.Code.DEADLINE_EXCEEDED, () -> users.login(LOGIN),
				"The call to demo.UserService/Login had 200 ms: rpc.client.deadline"), "rpc.client.deadline=200ms");
	}

	@Test
	void anExceededDeadlineSaysWhoseItWas() {
		this.server.fallSilent();
		with((users) -> {
			assertFails(Status.Code.DEADLINE_EXCEEDED, () -> users.login(LOGIN),
					"had 150 ms: " + USERS + "methods.Login.deadline");
			assertFails(Status.Code.DEADLINE_EXCEEDED, () -> users.getProfile(PROFILE),
					"had 100 ms: " + USERS + "deadline");
			assertFails(Status.Code.DEADLINE_EXCEEDED,
					() -> users.watchLogins(WatchRequest.getDefaultInstance()).hasNext(),
					"had 120 ms: rpc.client.stream-deadline");
			assertFails(Status.Code.DEADLINE_EXCEEDED,
					() -> users.withDeadlineAfter(100, TimeUnit.MILLISECONDS).login(LOGIN),
					"ms: the deadline that its caller set");
		}, USERS + "deadline=100ms", USERS + "methods.Login.deadline=150ms", "rpc.client.stream-deadline=120ms");
		with((users) -> assertFails(Status.Code.DEADLINE_EXCEEDED, () -> users.login(LOGIN),
				"had 100 ms: spring.grpc.client.channel.default.default.deadline"),
				"spring.grpc.client.channel.default.default.deadline=100ms");
	}

	@Test
	void anAnswerWithTheCodeOfADeadlineIsLeftAsItIs() {
		this.server.before((observer) -> observer
			.onError(Status.DEADLINE_EXCEEDED.withDescription("of another call").asRuntimeException()));
		with((users) -> assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> users.login(LOGIN))
			.withMessage("DEADLINE_EXCEEDED: of another call"));
	}

	@Test
	void aMessageThatIsTooLargeSaysWhichPropertiesLimitIt() {
		LoginRequest large = LoginRequest.newBuilder().setName("n".repeat(5_000_000)).build();
		with((users) -> assertFails(Status.Code.RESOURCE_EXHAUSTED, () -> users.login(large),
				"spring.grpc.server.inbound.message.max-size"));
		this.server.before((observer) -> answer(observer, 5_000_000));
		with((users) -> assertFails(Status.Code.RESOURCE_EXHAUSTED, () -> users.login(LOGIN),
				USERS + "max-inbound-message-size"));
		with((users) -> assertThat(users.login(LOGIN).getServedBy()).hasSize(5_000_000),
				USERS + "max-inbound-message-size=6MB");
		with((users) -> assertThat(users.login(LOGIN).getServedBy()).hasSize(5_000_000),
				"rpc.client.max-inbound-message-size=6MB");
		with((users) -> assertThat(users.login(LOGIN).getServedBy()).hasSize(5_000_000),
				"spring.grpc.client.channel.default.inbound.message.max-size=6MB");
	}

	@Test
	void theDeadlineOfTheReferenceWinsOverThatOfAll() {
		with((users) -> assertThat(deadlineSeenBy(() -> users.login(LOGIN))).isGreaterThan(60_000),
				"rpc.client.deadline=1s", USERS + "deadline=5m");
	}

	@Test
	void theDeadlineOfTheMethodWinsOverThatOfTheReference() {
		with((users) -> {
			assertThat(deadlineSeenBy(() -> users.login(LOGIN))).isGreaterThan(600_000);
			assertThat(deadlineSeenBy(() -> users.watchLogins(WatchRequest.getDefaultInstance()).hasNext()))
				.isGreaterThan(600_000);
			assertThat(deadlineSeenBy(() -> users.getProfile(PROFILE))).isBetween(60_000L, 600_000L);
		}, USERS + "deadline=5m", USERS + "methods.Login.deadline=20m", USERS + "methods.watchLogins.deadline=20m");
	}

	@Test
	void theDeadlineThatTheCallerSetsWinsOverAll() {
		with((users) -> assertThat(deadlineSeenBy(() -> users.withDeadlineAfter(20, TimeUnit.MINUTES).login(LOGIN)))
			.isGreaterThan(600_000), USERS + "methods.Login.deadline=1s");
	}

	@Test
	void zeroStandsForNoDeadline() {
		with((users) -> assertThat(deadlineSeenBy(() -> users.login(LOGIN))).isEqualTo(-1), USERS + "deadline=0");
	}

	@Test
	void aStreamHasTheDeadlineThatIsConfigured() {
		with((users) -> assertThat(deadlineSeenBy(() -> users.watchLogins(WatchRequest.getDefaultInstance()).hasNext()))
			.isBetween(60_000L, 600_000L), "rpc.client.stream-deadline=5m");
	}

	@Test
	void theDeadlineOfSpringBootsDefaultChannelIsTheDefault() {
		with((users) -> assertThat(deadlineSeenBy(() -> users.login(LOGIN))).isBetween(60_000L, 600_000L),
				"spring.grpc.client.channel.default.default.deadline=5m");
		with((users) -> assertThat(deadlineSeenBy(() -> users.login(LOGIN))).isGreaterThan(600_000),
				"spring.grpc.client.channel.default.default.deadline=5m", USERS + "deadline=20m");
	}

	@Test
	void theDeadlineOfTheIncomingCallCapsTheOutgoingOne() {
		with((users) -> {
			ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
			Context.CancellableContext incoming = Context.current()
				.withDeadlineAfter(300, TimeUnit.MILLISECONDS, timer);
			this.server.fallSilent();
			incoming.run(() -> assertFails(Status.Code.DEADLINE_EXCEEDED, () -> users.login(LOGIN),
					"the rest of the deadline of the call that is being served"));
			incoming.cancel(null);
			timer.shutdownNow();
		}, "rpc.client.deadline=10m");
	}

	@Test
	void cancellationReachesTheServer() {
		CountDownLatch cancelled = new CountDownLatch(1);
		this.server.before((observer) -> onCancel(observer, cancelled));
		this.server.fallSilent();
		with((users) -> {
			Context.CancellableContext context = Context.current().withCancellation();
			context.run(() -> {
				assertThat(users.watchLogins(WatchRequest.newBuilder().setCount(1).build()).next().getName())
					.isNotEmpty();
				context.cancel(null);
			});
			assertThat(awaited(cancelled)).isTrue();
		});
	}

	@Test
	void anIdempotentMethodIsRetried() {
		AtomicInteger attempts = failFirst(2);
		with((users) -> {
			assertThat(users.getProfile(PROFILE).getServedBy()).isEqualTo(this.server.address());
			assertThat(attempts).hasValue(3);
		});
	}

	@Test
	void aMethodThatIsNotIdempotentIsNotRetried() {
		AtomicInteger attempts = failFirst(1);
		with((users) -> {
			assertFails(Status.Code.UNAVAILABLE, () -> users.login(LOGIN));
			assertThat(attempts).hasValue(1);
		});
	}

	@Test
	void aMethodThatIsNotIdempotentIsRetriedWhenTheUserSaysSo() {
		AtomicInteger attempts = failFirst(2);
		with((users) -> {
			assertThat(users.login(LOGIN).getSuccess()).isTrue();
			assertThat(attempts).hasValue(3);
		}, USERS + "methods.Login.retry.enabled=true");
	}

	@Test
	void retriesAreSwitchedOffAndLimited() {
		AtomicInteger attempts = failFirst(10);
		with((users) -> {
			assertFails(Status.Code.UNAVAILABLE, () -> users.getProfile(PROFILE));
			assertThat(attempts).hasValue(1);
		}, "rpc.client.retry.enabled=false");
		attempts.set(0);
		with((users) -> {
			assertFails(Status.Code.UNAVAILABLE, () -> users.getProfile(PROFILE));
			assertThat(attempts).hasValue(2);
		}, USERS + "retry.max-attempts=2");
	}

	@Test
	void onlyTheConfiguredStatusCodesAreRetried() {
		AtomicInteger attempts = new AtomicInteger();
		this.server.before((observer) -> {
			if (attempts.incrementAndGet() == 1) {
				observer.onError(Status.RESOURCE_EXHAUSTED.asRuntimeException());
			}
		});
		with((users) -> assertFails(Status.Code.RESOURCE_EXHAUSTED, () -> users.getProfile(PROFILE)));
		attempts.set(0);
		with((users) -> assertThat(users.getProfile(PROFILE)).isNotNull(),
				USERS + "retry.status-codes=UNAVAILABLE,RESOURCE_EXHAUSTED");
	}

	@Test
	void theBudgetEndsRetries() {
		AtomicInteger attempts = failFirst(Integer.MAX_VALUE);
		with((users) -> {
			for (int i = 0; i < 10; i++) {
				assertFails(Status.Code.UNAVAILABLE, () -> users.getProfile(PROFILE));
			}
			// Two failed attempts leave half of the tokens.
			assertThat(attempts.get()).isLessThan(15);
		}, "rpc.client.retry.budget.max-tokens=4");
	}

	@Test
	void aHedgedCallIsAnsweredByWhoAnswersFirst() {
		AtomicInteger attempts = new AtomicInteger();
		CountDownLatch second = new CountDownLatch(1);
		this.server.before((observer) -> {
			if (attempts.incrementAndGet() == 1) {
				awaited(second);
			}
			else {
				second.countDown();
			}
		});
		with((users) -> assertThat(users.getProfile(PROFILE)).isNotNull(), "rpc.client.deadline=1m",
				USERS + "methods.GetProfile.hedging.delay=50ms");
		assertThat(attempts).hasValueGreaterThanOrEqualTo(2);
	}

	@Test
	void aCallWaitsForAnInstanceThatIsReadyWhenToldTo() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		String url = USERS + "url=static://127.0.0.1:" + port;
		with((users) -> assertFails(Status.Code.UNAVAILABLE, () -> users.login(LOGIN)), url);
		with((users) -> assertFails(Status.Code.DEADLINE_EXCEEDED, () -> users.login(LOGIN)), url,
				USERS + "wait-for-ready=true", USERS + "deadline=300ms");
	}

	private void with(Consumer<UserServiceBlockingStub> test, String... properties) {
		this.runner.withPropertyValues(properties).run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context.getBean(RpcStubs.class).create(UserServiceBlockingStub.class));
		});
	}

	/** Milliseconds that are left when the call arrives, -1 without a deadline. */
	private long deadlineSeenBy(Runnable call) {
		long[] seen = new long[1];
		this.server.before((observer) -> seen[0] = (Context.current().getDeadline() != null)
				? Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS) : -1);
		call.run();
		return seen[0];
	}

	private AtomicInteger failFirst(int failures) {
		AtomicInteger attempts = new AtomicInteger();
		this.server.before((observer) -> {
			if (attempts.incrementAndGet() <= failures) {
				observer.onError(Status.UNAVAILABLE.withDescription("flaky").asRuntimeException());
			}
		});
		return attempts;
	}

	private static void onCancel(StreamObserver<?> observer, CountDownLatch cancelled) {
		Context.current().addListener((context) -> cancelled.countDown(), Runnable::run);
	}

	private static boolean awaited(CountDownLatch latch) {
		try {
			return latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	@SuppressWarnings("unchecked")
	private static void answer(StreamObserver<?> observer, int size) {
		((StreamObserver<LoginReply>) observer).onNext(LoginReply.newBuilder().setServedBy("s".repeat(size)).build());
		observer.onCompleted();
	}

	private static void assertFails(Status.Code code, ThrowingCallable call, String... description) {
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).as(ex.getMessage()).isEqualTo(code))
			.satisfies((ex) -> assertThat(description).allSatisfy((part) -> assertThat(ex).hasMessageContaining(part)));
	}

}
