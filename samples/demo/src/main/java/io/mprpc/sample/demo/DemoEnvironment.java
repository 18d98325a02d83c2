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
package io.mprpc.sample.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Starts applications around one registry, each in its own process, on free ports of the
 * loopback interface; closing it ends all of them.
 */
final class DemoEnvironment implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

	private final Path repository;

	private final Path directory;

	private final int registryPort = freePort();

	private final Deque<Application> running = new ConcurrentLinkedDeque<>();

	/** No child process outlives this process. */
	private final Thread cleanUp = new Thread(() -> this.running.forEach(Application::destroy), "clean-up");

	/**
	 * Prepares an environment.
	 * @param repository directory of the built modules
	 * @param directory an empty directory for logs and the registry's data
	 */
	DemoEnvironment(Path repository, Path directory) {
		this.repository = repository;
		this.directory = directory;
		Runtime.getRuntime().addShutdownHook(this.cleanUp);
	}

	String connectString() {
		return "127.0.0.1:" + this.registryPort;
	}

	/**
	 * Starts the registry server and waits until it answers. A restarted server finds the
	 * data of the previous one.
	 * @param registry view of its content
	 * @return the application
	 */
	Application startRegistry(RegistryTree registry) {
		Application application = start("registry", "registry-server-app/target/registry-server-app.jar",
				"--rpc.registry-server.zookeeper.port=" + this.registryPort, "--rpc.registry-server.reports.port=0",
				"--rpc.registry-server.data-directory=" + this.directory.resolve("registry-data"), "--server.port=0");
		application.await("the registry answers", START_TIMEOUT, registry::answers);
		return application;
	}

	/**
	 * Starts a provider and does not wait for it.
	 * @param name its name in responses
	 * @return the application
	 */
	Application startProvider(String name) {
		return start(name, "samples/sample-provider/target/sample-provider.jar", "--sample.instance=" + name,
				"--rpc.registry.connect-string=" + connectString(), "--rpc.server.advertised-host=127.0.0.1");
	}

	/**
	 * Starts the consumer and waits until its page can be fetched.
	 * @param client client of the consumer
	 * @return the application
	 */
	Application startConsumer(ConsumerClient client) {
		Application application = start("consumer", "samples/sample-consumer/target/sample-consumer.jar",
				"--server.port=" + client.port(), "--rpc.registry.connect-string=" + connectString());
		application.await("its page can be fetched", START_TIMEOUT, client::answers);
		return application;
	}

	@Override
	public void close() {
		List<RuntimeException> failures = new ArrayList<>();
		while (!this.running.isEmpty()) {
			Application application = this.running.pop();
			try {
				application.stop();
			}
			catch (RuntimeException ex) {
				failures.add(ex);
			}
		}
		Runtime.getRuntime().removeShutdownHook(this.cleanUp);
		if (!failures.isEmpty()) {
			throw failures.get(0);
		}
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Application start(String name, String jar, String... arguments) {
		Application application = Application.start(name, this.repository.resolve(jar).toAbsolutePath(), this.directory,
				List.of(arguments));
		this.running.push(application);
		return application;
	}

}
