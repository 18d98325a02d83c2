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

package io.mprpc.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import io.mprpc.RpcReference;
import io.mprpc.RpcService;
import io.mprpc.autoconfigure.consumer.StubKindsTests.UsersCoroutineStub;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ReactorUserServiceGrpc.ReactorUserServiceStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingV2Stub;
import io.mprpc.demo.UserServiceGrpc.UserServiceFutureStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceStub;
import io.mprpc.demo.WatchRequest;
import io.mprpc.internal.consumer.RpcChannels;
import io.mprpc.testing.DemoUsers;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Providers are restarted in turn inside the JVM that calls them with every kind of stub,
 * so that servers and channels share their event loops, while channels go idle and other
 * threads are busy. For a stress test set {@code -Dmprpc.restarts=50}.
 */
class RollingRestartTests {

	private static final int RESTARTS = Integer.getInteger("mprpc.restarts", 2);

	private static final int BUSY_THREADS = Integer.getInteger("mprpc.busy-threads", 2);

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private static final Duration LATE = Duration.ofSeconds(5);

	private static final LoginRequest LOGIN = LoginRequest.getDefaultInstance();

	private static final WatchRequest WATCH = WatchRequest.newBuilder().setCount(3).build();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private TestingServer zooKeeper;

	@BeforeEach
	void startRegistry() throws Exception {
		this.zooKeeper = new TestingServer();
	}

	@AfterEach
	void close() throws Exception {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.zooKeeper.close();
	}

	@Test
	@Timeout(value = 60, unit = TimeUnit.MINUTES)
	void noCallOfAnyStubFailsOrOutlivesItsDeadline() throws Exception {
		ConfigurableApplicationContext[] providers = { startProvider(0), startProvider(0) };
		ConfigurableApplicationContext consumer = start(Consumer.class, "spring.grpc.server.enabled=false");
		try (WatchedCallers callers = new WatchedCallers(DEADLINE.plus(LATE))) {
			consumer.getBean(Users.class).callAll(callers);
			RpcChannels channels = consumer.getBean(RpcChannels.class);
			callers.background("idle", () -> {
				callers.pause(Duration.ofMillis(250));
				channels.channels().forEach((channel) -> channel.channel().enterIdle());
			});
			for (int i = 0; i < BUSY_THREADS; i++) {
				callers.background("busy", Thread::onSpinWait);
			}
			callers.awaitAnswers();
			for (int i = 0; i < RESTARTS; i++) {
				ConfigurableApplicationContext provider = providers[i % 2];
				int port = provider.getBean(GrpcServerLifecycle.class).getPort();
				provider.close();
				this.contexts.remove(provider);
				callers.awaitAnswers();
				providers[i % 2] = startProvider(port);
				callers.awaitAnswers();
			}
		}
	}

	private ConfigurableApplicationContext startProvider(int port) {
		return start(Provider.class, "spring.grpc.server.port=" + port);
	}

	private ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(configuration)
			.web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties("spring.application.name=restarts", "spring.grpc.server.address=127.0.0.1",
					"rpc.registry.connect-string=" + this.zooKeeper.getConnectString(), "rpc.client.warm-up=0s",
					"rpc.registry.snapshot.enabled=false")
			.properties(properties)
			.run();
		this.contexts.add(context);
		return context;
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Provider {

		@RpcService
		DemoUsers users() {
			return new DemoUsers();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Users.class)
	static class Consumer {

	}

	record Users(@RpcReference UserServiceBlockingStub blocking, @RpcReference UserServiceBlockingV2Stub blockingV2,
			@RpcReference UserServiceFutureStub future, @RpcReference UserServiceStub async,
			@RpcReference ReactorUserServiceStub reactor, @RpcReference UsersCoroutineStub coroutine) {

		void callAll(WatchedCallers callers) {
			callers.call("blocking", () -> timed(this.blocking).login(LOGIN));
			callers.call("blocking v2", () -> timed(this.blockingV2).login(LOGIN));
			callers.call("future", () -> timed(this.future).login(LOGIN).get());
			callers.call("async", this::callBack);
			callers.call("reactor", () -> timed(this.reactor).login(LOGIN).block());
			callers.call("coroutine", () -> BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE,
					(scope, continuation) -> timed(this.coroutine).login(LOGIN, continuation)));
			callers.call("stream", () -> {
				timed(this.blocking).watchLogins(WATCH).forEachRemaining((event) -> {
				});
				return null;
			});
		}

		private Object callBack() throws Exception {
			CompletableFuture<LoginReply> answer = new CompletableFuture<>();
			timed(this.async).login(LOGIN, new StreamObserver<>() {

				@Override
				public void onNext(LoginReply reply) {
					answer.complete(reply);
				}

				@Override
				public void onError(Throwable failure) {
					answer.completeExceptionally(failure);
				}

				@Override
				public void onCompleted() {
				}

			});
			return answer.get();
		}

		private static <S extends AbstractStub<S>> S timed(S stub) {
			return stub.withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
		}

	}

}
