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

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.grpc.ConnectivityState;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.mprpc.RpcReference;
import io.mprpc.demo.FriendServiceGrpc.FriendServiceBlockingStub;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.demo.UserServiceGrpc.UserServiceFutureStub;
import io.mprpc.internal.consumer.RpcChannels;
import io.mprpc.internal.grpc.client.RpcChannel;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.DemoServer;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.client.ImportGrpcClients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for references that are resolved through a registry, with real calls.
 */
public class ReferencesThroughRegistryTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private final DemoServer one = new DemoServer();

	private final DemoServer two = new DemoServer();

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
				CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class))
		.withPropertyValues("spring.application.name=caller")
		.withBean(InMemoryRegistry.class, () -> this.registry)
		.withBean(RegistryConnection.class, ReferencesThroughRegistryTests::connection);

	@AfterEach
	void close() {
		this.one.close();
		this.two.close();
	}

	@Test
	void callsAreSpreadOverTheInstances() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.registry.put("demo.UserService", this.two.address(), "Login");
		this.runner.withBean(Users.class).run((context) -> {
			Users users = context.getBean(Users.class);
			Set<String> servedBy = new HashSet<>();
			await().atMost(Duration.ofSeconds(20)).until(() -> {
				servedBy.add(users.login());
				return servedBy.size() == 2;
			});
		});
	}

	@Test
	void aChangeInTheRegistryIsFollowed() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.runner.withBean(Users.class).run((context) -> {
			Users users = context.getBean(Users.class);
			assertThat(users.login()).isEqualTo(this.one.address());
			this.registry.put("demo.UserService", this.two.address(), "Login");
			RpcInstance draining = new RpcInstance(USERS, Endpoint.parse(this.one.address()), Set.of("Login"),
					InstanceMetadata.UNKNOWN.withStatus(InstanceStatus.DRAINING));
			this.registry.put(draining);
			await().atMost(Duration.ofSeconds(20)).until(() -> users.login().equals(this.two.address()));
		});
	}

	@Test
	void aReferenceMayAskForAVersionAndTags() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.registry.put(new RpcInstance(USERS, Endpoint.parse(this.two.address()), Set.of("Login"), metadata("2")));
		this.runner.withPropertyValues("users.version=2").withBean(SecondVersion.class).run((context) -> {
			for (int i = 0; i < 5; i++) {
				assertThat(context.getBean(SecondVersion.class)
					.users()
					.login(LoginRequest.getDefaultInstance())
					.getServedBy()).isEqualTo(this.two.address());
			}
			assertThat(context.getBean(RpcChannels.class).channels()).singleElement()
				.extracting(RpcChannel::target)
				.isEqualTo("rpc:///demo.UserService?tag.ring=canary&version=2");
		});
	}

	@Test
	void versionAndTagsMayStandInTheConfiguration() {
		this.runner
			.withPropertyValues("rpc.client.references.demo.UserService.version=3",
					"rpc.client.references[demo.UserService].tags.ring=blue")
			.withBean(Users.class)
			.run((context) -> assertThat(context.getBean(RpcChannels.class).channels()).singleElement()
				.extracting(RpcChannel::target)
				.isEqualTo("rpc:///demo.UserService?tag.ring=blue&version=3"));
	}

	@Test
	void consumersAreRegisteredOncePerServiceUntilTheContextIsClosed() {
		this.runner.withBean(Users.class)
			.withBean(Friends.class)
			.withBean(SecondVersion.class)
			.withPropertyValues("users.version=2")
			.run((context) -> {
				assertThat(this.registry.references()).extracting("service.value")
					.containsExactlyInAnyOrder("demo.UserService", "demo.FriendService");
				assertThat(this.registry.references()).allSatisfy((reference) -> {
					assertThat(reference.application()).isEqualTo("caller");
					assertThat(reference.pid()).isEqualTo(ProcessHandle.current().pid());
				});
			});
		assertThat(this.registry.references()).isEmpty();
		assertThat(this.registry.listenerCount()).isZero();
	}

	@Test
	void aCallFailsSoonWhenTheRegistryDoesNotAnswer() {
		this.registry.state(ServiceView.State.LOADING);
		this.runner.withPropertyValues("rpc.client.resolution-timeout=100ms").withBean(Users.class).run((context) -> {
			Users users = context.getBean(Users.class);
			assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(users::login)
				.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
				.withMessageContaining("demo.UserService")
				.withMessageContaining("zk.example:2181")
				.withMessageContaining("test");
		});
	}

	@Test
	void anIdleChannelIsReadyAgainAtOnce() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.runner.withPropertyValues("rpc.client.idle-timeout=1s").withBean(Users.class).run((context) -> {
			Users users = context.getBean(Users.class);
			users.login();
			RpcChannel channel = context.getBean(RpcChannels.class).channels().iterator().next();
			await().atMost(Duration.ofSeconds(30))
				.until(() -> channel.channel().getState(false) == ConnectivityState.IDLE);
			assertThat(users.login()).isEqualTo(this.one.address());
		});
	}

	@Test
	void connectionsStandBeforeTheFirstCall() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.runner.withBean(Users.class).run((context) -> {
			RpcChannel channel = context.getBean(RpcChannels.class).channels().iterator().next();
			await().atMost(Duration.ofSeconds(30))
				.until(() -> channel.channel().getState(false) == ConnectivityState.READY);
		});
	}

	@Test
	void connectionsMayWaitForTheFirstCall() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.runner.withPropertyValues("rpc.client.connect-eagerly=false").withBean(Users.class).run((context) -> {
			RpcChannel channel = context.getBean(RpcChannels.class).channels().iterator().next();
			assertThat(channel.channel().getState(false)).isEqualTo(ConnectivityState.IDLE);
			assertThat(context.getBean(Users.class).login()).isEqualTo(this.one.address());
		});
	}

	@Test
	void theUserAgentNamesThisProject() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.runner.withBean(Users.class).run((context) -> {
			context.getBean(Users.class).login();
			assertThat(this.one.lastHeaders().get(Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER)))
				.startsWith("mprpc");
		});
	}

	@Test
	void aUserAgentOfTheUsersIsKept() {
		this.registry.put("demo.UserService", this.one.address(), "Login");
		this.runner.withPropertyValues("spring.grpc.client.channel.default.user-agent=shop/1")
			.withBean(Users.class)
			.run((context) -> {
				context.getBean(Users.class).login();
				assertThat(this.one.lastHeaders().get(Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER)))
					.startsWith("shop/1");
			});
	}

	@Test
	void springsOwnChannelsLeadToTheRegistryToo() {
		this.registry.put("demo.UserService", this.one.address(), "Register");
		this.registry.put("demo.UserService", this.two.address(), "Login");
		this.runner.withPropertyValues("spring.grpc.client.channel.users.target=rpc:///demo.UserService")
			.withUserConfiguration(SpringsClient.class)
			.run((context) -> {
				for (int i = 0; i < 5; i++) {
					assertThat(login(context.getBean(UserServiceFutureStub.class))).isEqualTo(this.two.address());
					assertThat(login(UserServiceGrpc.newFutureStub(
							context.getBean(GrpcChannelFactory.class).createChannel("rpc:///demo.UserService"))))
						.isEqualTo(this.two.address());
				}
			});
	}

	private static String login(UserServiceFutureStub users) throws Exception {
		return users.login(LoginRequest.getDefaultInstance()).get().getServedBy();
	}

	private static InstanceMetadata metadata(String version) {
		return new InstanceMetadata(null, "", version, 100, "", Map.of("ring", "canary"), InstanceStatus.UP, null,
				Map.of());
	}

	public static RegistryConnection connection() {
		RegistryConnection connection = mock(RegistryConnection.class);
		given(connection.address()).willReturn("zk.example:2181");
		given(connection.namespace()).willReturn("test");
		given(connection.state()).willReturn(RegistryConnection.State.CONNECTING);
		return connection;
	}

	static class Users {

		@RpcReference
		private UserServiceBlockingStub users;

		String login() {
			return this.users.login(LoginRequest.getDefaultInstance()).getServedBy();
		}

	}

	static class Friends {

		@RpcReference
		private FriendServiceBlockingStub friends;

	}

	record SecondVersion(
			@RpcReference(version = "${users.version}", tags = "ring=canary") UserServiceBlockingStub users) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportGrpcClients(target = "users", types = UserServiceFutureStub.class)
	static class SpringsClient {

	}

}
