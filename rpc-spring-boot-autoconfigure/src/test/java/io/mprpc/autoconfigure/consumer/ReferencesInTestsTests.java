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

import io.mprpc.RpcReference;
import io.mprpc.demo.FriendServiceGrpc.FriendServiceBlockingStub;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mockingDetails;

/**
 * Tests for references in a test class itself, and for mocks that take their place.
 */
@SpringBootTest(properties = { "rpc.client.references.demo.FriendService.url=static://localhost:1",
		"rpc.client.references.demo.UserService.url=static://localhost:1" })
class ReferencesInTestsTests {

	@RpcReference
	private FriendServiceBlockingStub friends;

	@MockitoBean
	private UserServiceBlockingStub users;

	@Autowired
	private Caller caller;

	@Test
	void aReferenceOfTheTestItselfIsInjected() {
		assertThat(this.friends).isNotNull();
		assertThat(mockingDetails(this.friends).isMock()).isFalse();
	}

	@Test
	void aMockTakesThePlaceOfAReference() {
		given(this.users.login(any())).willReturn(LoginReply.newBuilder().setServedBy("mock").build());
		assertThat(this.caller.users.login(LoginRequest.getDefaultInstance()).getServedBy()).isEqualTo("mock");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, GrpcClientAutoConfiguration.class,
			CompositeChannelFactoryAutoConfiguration.class, RpcConsumerAutoConfiguration.class })
	@Import(Caller.class)
	static class Application {

	}

	static class Caller {

		@RpcReference
		private UserServiceBlockingStub users;

	}

}
