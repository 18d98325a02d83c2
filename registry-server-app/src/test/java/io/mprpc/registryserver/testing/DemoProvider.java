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

package io.mprpc.registryserver.testing;

import io.grpc.stub.StreamObserver;
import io.mprpc.demo.LoginReply;
import io.mprpc.demo.LoginRequest;
import io.mprpc.registry.Endpoint;
import io.mprpc.testing.DemoUsers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/**
 * An application that offers the demo's users and registers them. Its response to a login
 * contains the provider's address.
 */
public final class DemoProvider implements AutoCloseable {

	/** The service that is offered. */
	public static final String SERVICE = "demo.UserService";

	private final ConfigurableApplicationContext context;

	private final Endpoint endpoint;

	private DemoProvider(ConfigurableApplicationContext context) {
		this.context = context;
		this.endpoint = new Endpoint("127.0.0.1", context.getBean(GrpcServerLifecycle.class).getPort());
	}

	/**
	 * Starts a provider of the application {@code shop}.
	 * @param connectString connect string of the registry
	 * @param version version of the service
	 * @param port port to listen on, 0 for a free port
	 * @param properties further properties as {@code name=value}
	 */
	public static DemoProvider start(String connectString, String version, int port, String... properties) {
		return new DemoProvider(application("shop", connectString).properties(properties)
			.properties("spring.grpc.server.port=" + port, "spring.grpc.server.address=127.0.0.1",
					"rpc.server.version=" + version, "rpc.server.drain.max-wait=0s")
			.sources(Application.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(Users.class))
			.run());
	}

	static SpringApplicationBuilder application(String name, String connectString) {
		// Not the registry server's own application.yml, which is on the class path too.
		return new SpringApplicationBuilder().web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.registerShutdownHook(false)
			.properties("spring.config.name=none", "spring.application.name=" + name,
					"rpc.registry.connect-string=" + connectString, "rpc.registry.snapshot.enabled=false",
					"spring.main.log-startup-info=false");
	}

	/**
	 * Endpoint of the provider, also after it was closed.
	 */
	public Endpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** Application with auto-configuration only. */
	@EnableAutoConfiguration
	static class Application {

	}

	/** Service that returns its own address. */
	static class Users extends DemoUsers {

		private final ObjectProvider<GrpcServerLifecycle> server;

		Users(ObjectProvider<GrpcServerLifecycle> server) {
			this.server = server;
		}

		@Override
		public void login(LoginRequest request, StreamObserver<LoginReply> observer) {
			observer.onNext(LoginReply.newBuilder()
				.setSuccess(true)
				.setServedBy("127.0.0.1:" + this.server.getObject().getPort())
				.build());
			observer.onCompleted();
		}

	}

}
