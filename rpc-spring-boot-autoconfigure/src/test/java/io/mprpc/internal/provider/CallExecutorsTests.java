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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.mprpc.NonBlocking;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsReply;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.internal.grpc.server.EventLoopExecutor;
import io.mprpc.testing.Ticks;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CallExecutorsTests {

	private final AtomicLong time = new AtomicLong(1);

	@Test
	void findsTheMethodsThatAreDeclaredNonBlocking() {
		assertThat(NonBlockingMethods.of(List.of(new OneMethod(), new NoMethod())))
			.containsExactly("demo.UserService/Login");
	}

	@Test
	void declarationOnAClassIsOneForAllOfItsMethods() {
		assertThat(NonBlockingMethods.of(List.of(new WholeService())))
			.containsExactly("demo.FriendService/ListFriends");
	}

	@Test
	void declarationIsFoundBehindAProxy() {
		ProxyFactory factory = new ProxyFactory(new OneMethod());
		factory.setProxyTargetClass(true);
		assertThat(NonBlockingMethods.of(List.of((BindableService) factory.getProxy())))
			.containsExactly("demo.UserService/Login");
	}

	@Test
	void declarationOnWhatIsNoRemoteMethodIsRefusedByName() {
		assertThatExceptionOfType(InvalidRpcServiceException.class)
			.isThrownBy(() -> NonBlockingMethods.of(List.of(new WrongMethod())))
			.withMessageContaining("WrongMethod.helper()")
			.withMessageContaining("demo.UserService");
	}

	@Test
	void nothingIsNeededWhereNothingIsPromised() {
		assertThat(
				CallExecutors.of(List.of(new NoMethod()), Duration.ofMillis(1), new Ticks(this.time::get)).isNeeded())
			.isFalse();
		assertThat(
				CallExecutors.of(List.of(new OneMethod()), Duration.ofMillis(1), new Ticks(this.time::get)).isNeeded())
			.isTrue();
	}

	@Test
	void handlerThatBreaksItsPromiseIsReportedOnceAMinute() {
		Logger logger = (Logger) LoggerFactory.getLogger(EventLoopExecutor.class);
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.addAppender(log);
		try {
			EventLoopExecutor executor = new EventLoopExecutor("demo.UserService/Login",
					Duration.ofMillis(100).toNanos(), new Ticks(this.time::get));
			executor.execute(() -> pass(Duration.ofMillis(100)));
			assertThat(log.list).isEmpty();
			executor.execute(() -> pass(Duration.ofMillis(250)));
			executor.execute(() -> pass(Duration.ofMillis(250)));
			assertThat(log.list).singleElement()
				.satisfies((event) -> assertThat(event.getFormattedMessage()).contains("demo.UserService/Login",
						"@NonBlocking", "250 ms"));
			pass(Duration.ofMinutes(1));
			executor.execute(() -> pass(Duration.ofMillis(101)));
			assertThat(log.list).hasSize(2);
		}
		finally {
			logger.detachAppender(log);
		}
	}

	@Test
	void handlerRunsWhereItIsCalled() {
		List<Thread> threads = new ArrayList<>();
		new EventLoopExecutor("demo.UserService/Login", 1, new Ticks(this.time::get))
			.execute(() -> threads.add(Thread.currentThread()));
		assertThat(threads).containsExactly(Thread.currentThread());
	}

	private void pass(Duration duration) {
		this.time.addAndGet(duration.toNanos());
	}

	static class OneMethod extends UserServiceGrpc.UserServiceImplBase {

		@Override
		@NonBlocking
		public void login(LoginRequest request, StreamObserver<LoginReply> reply) {
			reply.onCompleted();
		}

	}

	static class NoMethod extends FriendServiceGrpc.FriendServiceImplBase {

	}

	@NonBlocking
	static class WholeService extends FriendServiceGrpc.FriendServiceImplBase {

		@Override
		public void listFriends(FriendsRequest request, StreamObserver<FriendsReply> reply) {
			reply.onCompleted();
		}

	}

	static class WrongMethod extends UserServiceGrpc.UserServiceImplBase {

		@NonBlocking
		void helper() {
		}

	}

}
