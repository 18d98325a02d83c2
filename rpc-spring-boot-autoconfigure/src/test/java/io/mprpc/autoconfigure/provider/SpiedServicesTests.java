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

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.demo.FriendsRequest;
import io.mprpc.internal.provider.InvalidRpcServiceException;
import io.mprpc.testing.DemoFriends;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;

/**
 * Tests for spies and mocks of service beans.
 */
@SpringJUnitConfig(SpiedServicesTests.Application.class)
@TestPropertySource(properties = { "spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1" })
class SpiedServicesTests {

	@MockitoSpyBean
	private DemoFriends friends;

	@Test
	void spyIsServedAndRegistered(@Autowired GrpcServerLifecycle server, @Autowired InMemoryRegistry registry) {
		ManagedChannel channel = Grpc
			.newChannelBuilder("127.0.0.1:" + server.getPort(), InsecureChannelCredentials.create())
			.build();
		try {
			assertThat(FriendServiceGrpc.newBlockingStub(channel)
				.listFriends(FriendsRequest.getDefaultInstance())
				.getFriendsList()).containsExactly("Ada");
		}
		finally {
			channel.shutdownNow();
		}
		verify(this.friends).listFriends(any(), any());
		assertThat(registry.published().get(0).services()).singleElement()
			.satisfies((service) -> assertThat(service.methods()).containsExactly("ListFriends"));
	}

	@Test
	void mockEndsTheStartWithAMessage() {
		assertThatThrownBy(() -> new TestContextManager(WithMock.class).getTestContext().getApplicationContext())
			.rootCause()
			.isInstanceOf(InvalidRpcServiceException.class)
			.hasMessageContaining("(" + DemoFriends.class.getName() + ") cannot be served");
	}

	@SpringJUnitConfig(Application.class)
	@TestPropertySource(properties = { "spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1" })
	static class WithMock {

		@MockitoBean
		private DemoFriends friends;

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, GrpcServerAutoConfiguration.class,
			RpcProviderAutoConfiguration.class })
	@Import({ DemoFriends.class, InMemoryRegistry.class })
	static class Application {

	}

}
