package com.example;

import com.example.api.LoginRequest;
import com.example.api.LoginResponse;
import com.example.api.UserServiceGrpc;
import io.grpc.stub.StreamObserver;
import io.mprpc.RpcService;

import org.springframework.context.annotation.Profile;

@RpcService
@Profile("!consumer")
class UserService extends UserServiceGrpc.UserServiceImplBase {

	@Override
	public void login(LoginRequest request, StreamObserver<LoginResponse> response) {
		response.onNext(LoginResponse.newBuilder()
			.setSuccess(request.getPassword().equals("123456"))
			.setMessage("Hello, " + request.getName())
			.build());
		response.onCompleted();
	}

}
