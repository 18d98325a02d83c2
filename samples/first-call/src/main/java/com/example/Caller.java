package com.example;

import com.example.api.LoginRequest;
import com.example.api.LoginResponse;
import com.example.api.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.RpcReference;

import org.springframework.boot.CommandLineRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

@Component
@Profile("!provider")
class Caller implements CommandLineRunner {

	private final UserServiceBlockingStub users;

	Caller(@RpcReference UserServiceBlockingStub users) {
		this.users = users;
	}

	@Override
	public void run(String... args) {
		LoginResponse response = this.users
			.login(LoginRequest.newBuilder().setName("zhang san").setPassword("123456").build());
		System.out.println("Login says: " + response.getMessage() + " (success: " + response.getSuccess() + ")");
	}

}
