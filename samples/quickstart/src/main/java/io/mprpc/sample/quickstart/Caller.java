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
package io.mprpc.sample.quickstart;

import io.mprpc.RpcReference;
import io.mprpc.sample.api.LoginRequest;
import io.mprpc.sample.api.LoginResponse;
import io.mprpc.sample.api.UserServiceRpcGrpc.UserServiceRpcBlockingStub;

import org.springframework.stereotype.Component;

@Component
class Caller {

	private final UserServiceRpcBlockingStub users;

	Caller(@RpcReference UserServiceRpcBlockingStub users) {
		this.users = users;
	}

	void call() {
		LoginResponse response = this.users
			.login(LoginRequest.newBuilder().setName("zhang san").setPassword("123456").build());
		System.out.println("Login says: " + response.getMessage() + " (success: " + response.getSuccess() + ')');
	}

}
