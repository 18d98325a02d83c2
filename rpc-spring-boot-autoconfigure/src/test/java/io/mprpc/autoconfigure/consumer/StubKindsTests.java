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

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.kotlin.AbstractCoroutineStub;
import io.grpc.kotlin.ClientCalls;
import io.grpc.kotlin.StubFor;
import io.mprpc.RpcReference;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ReactorUserServiceGrpc.ReactorUserServiceStub;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.internal.consumer.RpcChannels;
import io.mprpc.testing.DemoServer;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for stubs of libraries that an application may have: Reactor's and Kotlin's.
 */
public class StubKindsTests {

	private final DemoServer server = new DemoServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
				CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class))
		.withPropertyValues("rpc.client.references.demo.UserService.url=" + this.server.url());

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void callsWithReactorAndCoroutinesOverOneChannel() {
		this.runner.withBean(Users.class).run((context) -> {
			Users users = context.getBean(Users.class);
			assertThat(users.reactor().login(LoginRequest.getDefaultInstance()).block().getSuccess()).isTrue();
			LoginReply reply = (LoginReply) BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE,
					(scope, continuation) -> users.coroutine().login(LoginRequest.getDefaultInstance(), continuation));
			assertThat(reply.getSuccess()).isTrue();
			assertThat(context.getBean(RpcChannels.class).channels()).hasSize(1);
		});
	}

	record Users(@RpcReference ReactorUserServiceStub reactor, @RpcReference UsersCoroutineStub coroutine) {
	}

	/**
	 * As Kotlin's generator writes it.
	 */
	@StubFor(UserServiceGrpc.class)
	public static final class UsersCoroutineStub extends AbstractCoroutineStub<UsersCoroutineStub> {

		public UsersCoroutineStub(Channel channel, CallOptions options) {
			super(channel, options);
		}

		@Override
		protected UsersCoroutineStub build(Channel channel, CallOptions options) {
			return new UsersCoroutineStub(channel, options);
		}

		public Object login(LoginRequest request, Continuation<? super LoginReply> continuation) {
			return ClientCalls.INSTANCE.unaryRpc(getChannel(), UserServiceGrpc.getLoginMethod(), request,
					getCallOptions(), new Metadata(), continuation);
		}

	}

}
