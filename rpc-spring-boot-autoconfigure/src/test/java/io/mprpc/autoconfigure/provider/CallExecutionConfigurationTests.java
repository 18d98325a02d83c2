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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.grpc.ManagedChannel;
import io.grpc.ServerBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.mprpc.NonBlocking;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.RegisterReply;
import io.mprpc.demo.RegisterRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

class CallExecutionConfigurationTests {

	private static final String EVENT_LOOP = "grpc-default-worker-ELG";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcServerAutoConfiguration.class,
				RpcProviderAutoConfiguration.class))
		.withPropertyValues("spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1");

	@Test
	void methodThatPromisesNotToBlockRunsOnTheEventLoopAndOthersDoNot() {
		this.runner.withUserConfiguration(OneNonBlocking.class).run((context) -> {
			int port = context.getBean(GrpcServerLifecycle.class).getPort();
			call(port, (stub) -> {
				assertThat(login(stub)).startsWith(EVENT_LOOP);
				assertThat(register(stub)).startsWith("rpc-call-");
			});
		});
	}

	@Test
	void methodsThatPromiseNothingRunOnTheExecutorThatTheUserGaveToTheServer() {
		this.runner.withUserConfiguration(OneNonBlocking.class, UsersExecutor.class).run((context) -> {
			int port = context.getBean(GrpcServerLifecycle.class).getPort();
			call(port, (stub) -> {
				assertThat(login(stub)).startsWith(EVENT_LOOP);
				assertThat(register(stub)).isEqualTo("users-own");
			});
		});
	}

	@Test
	void handlersShareThreadsWhereNothingIsPromised() {
		this.runner.withUserConfiguration(AllBlocking.class).run((context) -> {
			int port = context.getBean(GrpcServerLifecycle.class).getPort();
			call(port, (stub) -> assertThat(login(stub)).startsWith("rpc-call-"));
		});
	}

	@Test
	void executorOfACustomizerOfTheApplicationStays() {
		this.runner.withUserConfiguration(AllBlocking.class, UsersCustomizer.class).run((context) -> {
			int port = context.getBean(GrpcServerLifecycle.class).getPort();
			call(port, (stub) -> assertThat(login(stub)).isEqualTo("users-own"));
		});
	}

	@Test
	void executorOfTheUserServesWhereNothingIsPromised() {
		this.runner.withUserConfiguration(AllBlocking.class, UsersExecutor.class).run((context) -> {
			int port = context.getBean(GrpcServerLifecycle.class).getPort();
			call(port, (stub) -> assertThat(login(stub)).isEqualTo("users-own"));
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void handlersRunOnVirtualThreadsWhereSpringBootHasThemEnabled() {
		this.runner.withUserConfiguration(OneNonBlocking.class)
			.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> {
				int port = context.getBean(GrpcServerLifecycle.class).getPort();
				call(port, (stub) -> {
					assertThat(login(stub)).startsWith(EVENT_LOOP);
					assertThat(register(stub)).startsWith("rpc-call-").contains("virtual");
				});
			});
	}

	private static String login(UserServiceBlockingStub stub) {
		return stub.login(LoginRequest.getDefaultInstance()).getServedBy();
	}

	private static String register(UserServiceBlockingStub stub) {
		return stub.register(RegisterRequest.getDefaultInstance()).getServedBy();
	}

	private static void call(int port, Consumer<UserServiceBlockingStub> calls) {
		ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
		try {
			calls.accept(UserServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS));
		}
		finally {
			channel.shutdownNow();
		}
	}

	private static String currentThread() {
		Thread thread = Thread.currentThread();
		return thread.toString().startsWith("VirtualThread") ? thread.getName() + " virtual" : thread.getName();
	}

	private static LoginReply loginReply() {
		return LoginReply.newBuilder().setServedBy(currentThread()).build();
	}

	private static RegisterReply registerReply() {
		return RegisterReply.newBuilder().setServedBy(currentThread()).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class OneNonBlocking {

		@Bean
		UserServiceGrpc.UserServiceImplBase userService() {
			return new UserServiceGrpc.UserServiceImplBase() {

				@Override
				@NonBlocking
				public void login(LoginRequest request, StreamObserver<LoginReply> reply) {
					reply.onNext(loginReply());
					reply.onCompleted();
				}

				@Override
				public void register(RegisterRequest request, StreamObserver<RegisterReply> reply) {
					reply.onNext(registerReply());
					reply.onCompleted();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AllBlocking {

		@Bean
		UserServiceGrpc.UserServiceImplBase userService() {
			return new UserServiceGrpc.UserServiceImplBase() {

				@Override
				public void login(LoginRequest request, StreamObserver<LoginReply> reply) {
					reply.onNext(loginReply());
					reply.onCompleted();
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersCustomizer {

		@Bean(destroyMethod = "shutdown")
		ExecutorService usersThreads() {
			return Executors.newSingleThreadExecutor((task) -> new Thread(task, "users-own"));
		}

		@Bean
		<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> usersCustomizer(ExecutorService usersThreads) {
			return (server) -> server.executor(usersThreads);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersExecutor {

		@Bean(destroyMethod = "shutdown")
		ExecutorService usersThreads() {
			return Executors.newSingleThreadExecutor((task) -> new Thread(task, "users-own"));
		}

		@Bean
		GrpcServerExecutorProvider grpcServerExecutorProvider(ExecutorService usersThreads) {
			return () -> usersThreads;
		}

	}

}
