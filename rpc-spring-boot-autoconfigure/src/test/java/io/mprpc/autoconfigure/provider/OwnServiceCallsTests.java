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

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.mprpc.RpcReference;
import io.mprpc.RpcService;
import io.mprpc.demo.FriendServiceGrpc.FriendServiceBlockingStub;
import io.mprpc.demo.FriendServiceGrpc.FriendServiceImplBase;
import io.mprpc.demo.FriendsReply;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.provider.ProviderLifecycle;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.testing.DemoUsers;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Calls of an application to services of its own, with a real ZooKeeper.
 */
class OwnServiceCallsTests {

	private static TestingServer zooKeeper;

	@BeforeAll
	static void start() throws Exception {
		zooKeeper = new TestingServer();
	}

	@AfterAll
	static void stop() throws IOException {
		zooKeeper.close();
	}

	@Test
	void aRunnerCallsAServiceOfItsOwnApplicationBeforeThatIsRegistered() {
		try (ConfigurableApplicationContext context = run("runner", Application.class, Runner.class)) {
			assertThat(context.getBean(Runner.class).seen).containsExactly("Ada while null", "Ada while null");
			UserServiceBlockingStub users = context.getBean(Runner.class).users;
			for (int i = 0; i < 20; i++) {
				assertThat(login(users)).isEqualTo("Ada");
			}
		}
	}

	@Test
	void aCallThatComesTooEarlySaysWhenItIsNot() {
		try (ConfigurableApplicationContext context = run("early", Application.class, Early.class)) {
			assertThat(context.getBean(Early.class).failure).hasMessageContainingAll(
					"no instance of demo.UserService is registered", "when the gRPC server listens",
					"rpc.server.register-when=application-ready");
			assertThat(context.getBean(Early.class).catalogueExisted)
				.as("a failed call creates no bean on a thread of gRPC")
				.isTrue();
		}
	}

	@Test
	void aServiceThatIsNotRegisteredSaysSo() {
		try (ConfigurableApplicationContext context = run("hidden", Application.class, Hidden.class,
				HiddenCaller.class)) {
			FriendServiceBlockingStub friends = context.getBean(HiddenCaller.class).friends;
			assertThat(catchThrowableOfType(StatusRuntimeException.class,
					() -> friends.withDeadlineAfter(30, TimeUnit.SECONDS)
						.listFriends(FriendsRequest.getDefaultInstance())))
				.hasMessageContaining("does not register it (@RpcService(register = false))");
		}
	}

	private static String login(UserServiceBlockingStub users) {
		return users.withDeadlineAfter(30, TimeUnit.SECONDS)
			.login(LoginRequest.newBuilder().setName("Ada").build())
			.getServedBy();
	}

	private static ConfigurableApplicationContext run(String namespace, Class<?>... sources) {
		return new SpringApplicationBuilder(sources).web(WebApplicationType.NONE)
			.properties("spring.application.name=shop", "spring.main.banner-mode=off",
					"spring.main.register-shutdown-hook=false", "spring.grpc.server.port=0",
					"spring.grpc.server.address=127.0.0.1", "rpc.registry.snapshot.enabled=false",
					"rpc.client.resolution-timeout=30s", "rpc.registry.namespace=" + namespace,
					"rpc.registry.connect-string=" + zooKeeper.getConnectString())
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		DemoUsers users() {
			return new DemoUsers();
		}

	}

	static class Runner implements CommandLineRunner {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		private final UserServiceBlockingStub users;

		private final ProviderLifecycle lifecycle;

		Runner(@RpcReference UserServiceBlockingStub users, ProviderLifecycle lifecycle) {
			this.users = users;
			this.lifecycle = lifecycle;
		}

		@Override
		public void run(String... args) {
			for (int i = 0; i < 2; i++) {
				Publication publication = this.lifecycle.publication();
				this.seen.add(login(this.users) + " while " + publication);
			}
		}

	}

	static class Early implements InitializingBean {

		private final UserServiceBlockingStub users;

		private final ConfigurableListableBeanFactory beans;

		private boolean catalogueExisted;

		private StatusRuntimeException failure;

		Early(@RpcReference UserServiceBlockingStub users, ConfigurableListableBeanFactory beans) {
			this.users = users;
			this.beans = beans;
		}

		@Override
		public void afterPropertiesSet() {
			this.catalogueExisted = this.beans.containsSingleton("rpcProvidedServices");
			this.failure = catchThrowableOfType(StatusRuntimeException.class, () -> login(this.users));
		}

	}

	@RpcService(register = false)
	static class Hidden extends FriendServiceImplBase {

		@Override
		public void listFriends(FriendsRequest request, StreamObserver<FriendsReply> observer) {
			observer.onCompleted();
		}

	}

	static class HiddenCaller {

		private final FriendServiceBlockingStub friends;

		HiddenCaller(@RpcReference FriendServiceBlockingStub friends) {
			this.friends = friends;
		}

	}

}
