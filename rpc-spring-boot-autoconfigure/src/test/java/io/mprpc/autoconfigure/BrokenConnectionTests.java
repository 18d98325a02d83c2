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

import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.RpcReference;
import io.mprpc.autoconfigure.consumer.ReferencesThroughRegistryTests;
import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileReply;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceFutureStub;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.testing.DemoServer;
import io.mprpc.testing.InMemoryRegistry;
import io.mprpc.testing.TcpProxy;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what becomes of calls whose connection breaks just when another call is being
 * written to it.
 */
class BrokenConnectionTests {

	private final DemoServer server = new DemoServer();

	private final TcpProxy proxy = TcpProxy.to(this.server.port());

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final EventLoopGroup eventLoops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final BlockingQueue<Channel> connections = new LinkedBlockingQueue<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
				CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class))
		.withBean(InMemoryRegistry.class, () -> this.registry)
		.withBean(RegistryConnection.class, ReferencesThroughRegistryTests::connection)
		.withBean("watching", GrpcChannelBuilderCustomizer.class, this::watching)
		.withBean(Users.class);

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
		this.eventLoops.shutdownGracefully(0, 20, TimeUnit.SECONDS);
	}

	@Test
	void aCallThatMayNotBeRepeatedIsUnavailable() {
		run((users, connection) -> {
			Future<?> call = users.login(LoginRequest.getDefaultInstance());
			breakUnder(users, connection);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(20, TimeUnit.SECONDS))
				.satisfies((ex) -> assertThat(Status.fromThrowable(ex).getCode()).isEqualTo(Status.Code.UNAVAILABLE))
				.withMessageContaining("The connection to " + this.proxy.address() + " broke");
		});
	}

	@Test
	void aCallThatMayBeRepeatedIsRepeated() {
		run((users, connection) -> {
			Future<ProfileReply> call = users.getProfile(ProfileRequest.newBuilder().setName("Ada").build());
			breakUnder(users, connection);
			assertThat(call.get(20, TimeUnit.SECONDS).getName()).isEqualTo("Ada");
		});
	}

	private void run(Scenario scenario) {
		this.registry.put("demo.UserService", this.proxy.address(), "Login", "GetProfile");
		this.runner.run((context) -> {
			UserServiceFutureStub users = context.getBean(Users.class).users;
			users.login(LoginRequest.getDefaultInstance()).get(20, TimeUnit.SECONDS);
			this.server.fallSilent();
			scenario.run(users, this.connections.take());
		});
	}

	// Calls are written by the connection's event loop, sometimes when it has closed the
	// connection and gRPC has not been told yet. This listener makes that happen each
	// time.
	private void breakUnder(UserServiceFutureStub users, Channel connection) {
		await().atMost(20, TimeUnit.SECONDS).until(() -> this.server.calls() == 2);
		this.server.speak();
		connection.closeFuture().addListener((closed) -> users.login(LoginRequest.getDefaultInstance()));
		this.proxy.cut();
	}

	private GrpcChannelBuilderCustomizer<NettyChannelBuilder> watching() {
		return (target, builder) -> builder.eventLoopGroup(this.eventLoops).channelFactory(() -> {
			Channel connection = new NioSocketChannel();
			this.connections.add(connection);
			return connection;
		}, InetSocketAddress.class);
	}

	private interface Scenario {

		void run(UserServiceFutureStub users, Channel connection) throws Exception;

	}

	static class Users {

		@RpcReference
		private UserServiceFutureStub users;

	}

}
