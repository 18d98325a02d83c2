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

package io.mprpc.registryserver.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.grpc.stub.StreamObserver;
import io.mprpc.RpcReference;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.testing.DemoUsers;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * Applications with the starter's auto-configuration, which serve over real sockets,
 * register, discover and call.
 */
final class Neighbours {

	private Neighbours() {
	}

	static Provider provider(String connectString, String application, String... properties) {
		return new Provider(start(Users.class, connectString, application, properties));
	}

	static Caller caller(String connectString, String application, String... properties) {
		return new Caller(start(Calls.class, connectString, application, properties));
	}

	private static ConfigurableApplicationContext start(Class<?> configuration, String connectString,
			String application, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.config.name=neighbour",
				"spring.application.name=" + application, "rpc.registry.connect-string=" + connectString,
				"rpc.server.advertised-host=127.0.0.1", "spring.grpc.server.port=0",
				"spring.grpc.server.address=127.0.0.1", "spring.main.log-startup-info=false",
				"rpc.registry.snapshot.enabled=false", "spring.jmx.enabled=false"));
		all.addAll(Arrays.asList(properties));
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	/**
	 * Serves users, and names itself in each response.
	 */
	record Provider(ConfigurableApplicationContext context) implements AutoCloseable {

		String endpoint() {
			return "127.0.0.1:" + this.context.getBean(GrpcServerLifecycle.class).getPort();
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	/**
	 * Calls users.
	 */
	record Caller(ConfigurableApplicationContext context) implements AutoCloseable {

		/** Logs in and returns the name of the application that answered. */
		String login() {
			return this.context.getBean(Client.class).users.login(LoginRequest.newBuilder().setName("ada").build())
				.getServedBy();
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	// Not annotated as a configuration: the registry server's component scan must not
	// find it.
	@EnableAutoConfiguration
	static class Users {

		@Bean
		DemoUsers users(Environment environment) {
			return new NamedUsers(environment.getRequiredProperty("spring.application.name"));
		}

	}

	@EnableAutoConfiguration
	static class Calls {

		@Bean
		Client client(@RpcReference UserServiceBlockingStub users) {
			return new Client(users);
		}

	}

	record Client(UserServiceBlockingStub users) {

	}

	static class NamedUsers extends DemoUsers {

		private final String name;

		NamedUsers(String name) {
			this.name = name;
		}

		@Override
		public void login(LoginRequest request, StreamObserver<LoginReply> observer) {
			observer.onNext(LoginReply.newBuilder().setSuccess(true).setServedBy(this.name).build());
			observer.onCompleted();
		}

	}

}
