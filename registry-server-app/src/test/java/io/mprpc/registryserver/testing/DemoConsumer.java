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

import java.util.Set;
import java.util.TreeSet;

import io.mprpc.RpcReference;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An application that calls the demo's users through the registry.
 */
public final class DemoConsumer implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private DemoConsumer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts a consumer of the application {@code web}.
	 * @param connectString connect string of the registry
	 */
	public static DemoConsumer start(String connectString) {
		return new DemoConsumer(DemoProvider.application("web", connectString)
			.properties("rpc.client.default-deadline=10s", "spring.grpc.server.enabled=false")
			.sources(Application.class)
			.initializers((context) -> ((GenericApplicationContext) context).registerBean(Caller.class))
			.run());
	}

	/**
	 * Starts a consumer of the application {@code gate} that also provides the service
	 * and explains its routing.
	 * @param connectString connect string of the registry
	 */
	public static DemoConsumer serving(String connectString) {
		return new DemoConsumer(DemoProvider.application("gate", connectString)
			.properties("rpc.client.default-deadline=10s", "spring.grpc.server.port=0",
					"spring.grpc.server.address=127.0.0.1", "rpc.server.version=gate", "rpc.server.drain.max-wait=0s")
			.sources(Application.class)
			.initializers((context) -> {
				((GenericApplicationContext) context).registerBean(Caller.class);
				((GenericApplicationContext) context).registerBean(DemoProvider.Users.class);
			})
			.run());
	}

	/**
	 * Logs in once.
	 * @return {@code host:port} of the instance that answered
	 */
	public String call() {
		return this.context.getBean(Caller.class).login();
	}

	/**
	 * Logs in several times.
	 * @return the instances that answered
	 */
	public Set<String> calls(int count) {
		Set<String> served = new TreeSet<>();
		for (int i = 0; i < count; i++) {
			served.add(call());
		}
		return served;
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** Application with auto-configuration only. */
	@EnableAutoConfiguration
	static class Application {

	}

	/** Holder of the stub. */
	static class Caller {

		private final UserServiceBlockingStub users;

		Caller(@RpcReference UserServiceBlockingStub users) {
			this.users = users;
		}

		String login() {
			return this.users.login(LoginRequest.newBuilder().setName("ann").build()).getServedBy();
		}

	}

}
