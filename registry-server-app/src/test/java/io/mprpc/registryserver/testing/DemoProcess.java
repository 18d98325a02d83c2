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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.grpc.StatusRuntimeException;
import io.mprpc.testing.DemoUsers;
import org.awaitility.Awaitility;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Application in an operating-system process of its own that provides the demo's service,
 * or calls it all the time, or both. Apart from its name, its role and a free port
 * nothing is set but the connect string.
 */
public final class DemoProcess implements AutoCloseable {

	/** Calls per second of a process that calls, while they are answered at once. */
	public static final int CALLS_PER_SECOND = 100;

	private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

	private static final String READY = "The application is ready";

	private final Process process;

	private final Path output;

	private DemoProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts an application that provides the service.
	 */
	public static DemoProcess provider(Path directory, String application, String connectString) throws IOException {
		return start(directory, application, connectString, "provide");
	}

	/**
	 * Starts an application that calls the service and serves nothing.
	 */
	public static DemoProcess consumer(Path directory, String application, String connectString) throws IOException {
		return start(directory, application, connectString, "consume");
	}

	/**
	 * Starts an application that provides the service and calls it.
	 */
	public static DemoProcess both(Path directory, String application, String connectString) throws IOException {
		return start(directory, application, connectString, "both");
	}

	private static DemoProcess start(Path directory, String application, String connectString, String role)
			throws IOException {
		Path output = Files.createTempFile(directory, application, ".log");
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xshare:auto", "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				DemoProcess.class.getName(), application, connectString, role))
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		return new DemoProcess(process, output);
	}

	/**
	 * Waits until it is registered and, if it calls, has been answered.
	 */
	public DemoProcess awaitReady() {
		Awaitility.await()
			.atMost(START_TIMEOUT)
			.untilAsserted(
					() -> assertThat(output().contains(READY) || !this.process.isAlive()).as(this::output).isTrue());
		assertThat(output()).contains(READY);
		return this;
	}

	public long pid() {
		return this.process.pid();
	}

	public String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * The process itself.
	 */
	public static void main(String[] args) {
		boolean provides = !args[2].equals("consume");
		SpringApplicationBuilder builder = DemoProvider.application(args[0], args[1]);
		if (provides) {
			builder.properties("spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1")
				.initializers((context) -> ((GenericApplicationContext) context).registerBean(DemoUsers.class));
		}
		else {
			builder.properties("spring.grpc.server.enabled=false");
		}
		boolean consumes = !args[2].equals("provide");
		if (consumes) {
			builder.initializers(
					(context) -> ((GenericApplicationContext) context).registerBean(DemoConsumer.Caller.class));
		}
		ConfigurableApplicationContext context = builder.sources(DemoProvider.Application.class).run();
		if (consumes) {
			call(context.getBean(DemoConsumer.Caller.class));
		}
		else {
			System.out.println(READY);
		}
	}

	private static void call(DemoConsumer.Caller caller) {
		boolean answered = false;
		while (true) {
			try {
				caller.login();
				if (!answered) {
					answered = true;
					System.out.println(READY);
				}
			}
			catch (StatusRuntimeException ex) {
				// Counted by the library.
			}
			LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / CALLS_PER_SECOND);
		}
	}

}
