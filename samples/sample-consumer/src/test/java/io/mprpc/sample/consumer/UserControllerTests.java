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
package io.mprpc.sample.consumer;

import io.grpc.Status;
import io.mprpc.RpcReference;
import io.mprpc.sample.api.FriendServiceRpcGrpc.FriendServiceRpcBlockingStub;
import io.mprpc.sample.api.GetFriendsListRequest;
import io.mprpc.sample.api.GetFriendsListResponse;
import io.mprpc.sample.api.LoginRequest;
import io.mprpc.sample.api.LoginResponse;
import io.mprpc.sample.api.UserServiceRpcGrpc.UserServiceRpcBlockingStub;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Shows how to test a consumer without a provider and without a registry: stubs are
 * beans, so that mocks take their place.
 */
@SpringBootTest(properties = "rpc.registry.enabled=false")
@AutoConfigureMockMvc
class UserControllerTests {

	@MockitoBean
	@RpcReference
	private UserServiceRpcBlockingStub users;

	@MockitoBean
	@RpcReference
	private FriendServiceRpcBlockingStub friends;

	@Autowired
	private MockMvcTester mvc;

	@Test
	void loginTellsWhatTheProviderAnswered() {
		given(this.users.login(LoginRequest.newBuilder().setName("zhang san").setPassword("123456").build()))
			.willReturn(LoginResponse.newBuilder().setSuccess(true).setServedBy("a test").build());
		assertThat(this.mvc.post()
			.uri("/login")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"name\": \"zhang san\", \"password\": \"123456\"}")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{\"success\": true, \"servedBy\": \"a test\"}");
	}

	@Test
	void friendsAreListed() {
		given(this.friends.getFriendsList(any(GetFriendsListRequest.class)))
			.willReturn(GetFriendsListResponse.newBuilder().addFriends("li si").build());
		assertThat(this.mvc.get().uri("/friends/{name}", "zhang san")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{\"friends\": [\"li si\"]}");
	}

	@Test
	void failedCallIsExplained() {
		given(this.friends.getFriendsList(any(GetFriendsListRequest.class)))
			.willThrow(Status.UNAVAILABLE.withDescription("Nobody is there").asRuntimeException());
		assertThat(this.mvc.get().uri("/friends/{name}", "zhang san")).hasStatus(HttpStatus.SERVICE_UNAVAILABLE)
			.bodyText()
			.contains("Nobody is there");
	}

}
