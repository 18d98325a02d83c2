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

import java.util.List;

import io.mprpc.RpcReference;
import io.mprpc.sample.api.FriendServiceRpcGrpc.FriendServiceRpcBlockingStub;
import io.mprpc.sample.api.GetFriendsListRequest;
import io.mprpc.sample.api.GetFriendsListResponse;
import io.mprpc.sample.api.LoginRequest;
import io.mprpc.sample.api.LoginResponse;
import io.mprpc.sample.api.RegisterRequest;
import io.mprpc.sample.api.RegisterResponse;
import io.mprpc.sample.api.UserServiceRpcGrpc.UserServiceRpcBlockingStub;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class UserController {

	private final UserServiceRpcBlockingStub users;

	private final FriendServiceRpcBlockingStub friends;

	UserController(@RpcReference UserServiceRpcBlockingStub users, @RpcReference FriendServiceRpcBlockingStub friends) {
		this.users = users;
		this.friends = friends;
	}

	@PostMapping("/login")
	Answer login(@RequestBody Credentials credentials) {
		LoginResponse response = this.users
			.login(LoginRequest.newBuilder().setName(credentials.name()).setPassword(credentials.password()).build());
		return new Answer(response.getSuccess(), response.getMessage(), response.getServedBy());
	}

	@PostMapping("/register")
	Answer register(@RequestBody Credentials credentials) {
		RegisterResponse response = this.users.register(
				RegisterRequest.newBuilder().setName(credentials.name()).setPassword(credentials.password()).build());
		return new Answer(response.getSuccess(), response.getMessage(), response.getServedBy());
	}

	@GetMapping("/friends/{name}")
	Friends friends(@PathVariable String name) {
		GetFriendsListResponse response = this.friends
			.getFriendsList(GetFriendsListRequest.newBuilder().setName(name).build());
		return new Friends(response.getFriendsList(), response.getServedBy());
	}

	record Credentials(String name, String password) {
	}

	record Answer(boolean success, String message, String servedBy) {
	}

	record Friends(List<String> friends, String servedBy) {
	}

}
