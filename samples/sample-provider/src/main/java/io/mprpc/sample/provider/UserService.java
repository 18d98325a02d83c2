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
package io.mprpc.sample.provider;

import io.grpc.stub.StreamObserver;
import io.mprpc.RpcService;
import io.mprpc.sample.api.LoginRequest;
import io.mprpc.sample.api.LoginResponse;
import io.mprpc.sample.api.RegisterRequest;
import io.mprpc.sample.api.RegisterResponse;
import io.mprpc.sample.api.UserServiceRpcGrpc;

@RpcService
class UserService extends UserServiceRpcGrpc.UserServiceRpcImplBase {

	private final Users users;

	private final InstanceName instance;

	UserService(Users users, InstanceName instance) {
		this.users = users;
		this.instance = instance;
	}

	@Override
	public void login(LoginRequest request, StreamObserver<LoginResponse> response) {
		boolean known = this.users.matches(request.getName(), request.getPassword());
		response.onNext(LoginResponse.newBuilder()
			.setSuccess(known)
			.setMessage(known ? "Welcome, " + request.getName() : "Wrong name or password")
			.setServedBy(this.instance.toString())
			.build());
		response.onCompleted();
	}

	@Override
	public void register(RegisterRequest request, StreamObserver<RegisterResponse> response) {
		boolean added = this.users.add(request.getName(), request.getPassword());
		response.onNext(RegisterResponse.newBuilder()
			.setSuccess(added)
			.setMessage(added ? "Registered " + request.getName() : request.getName() + " is registered already")
			.setServedBy(this.instance.toString())
			.build());
		response.onCompleted();
	}

}
