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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Spring Boot application that runs in a process of its own.
 */
final class Application {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

	private static final int LINES_TO_SHOW = 25;

	private final String name;

	private final Process process;

	private final Path log;

	private Application(String name, Process process, Path log) {
		this.name = name;
		this.process = process;
		this.log = log;
	}

	/**
	 * Starts an application.
	 * @param name name of the application
	 * @param jar the executable archive
	 * @param directory working directory, also for its log
	 * @param arguments its arguments
	 * @return the running application, which is not ready yet
	 */
	static Application start(String name, Path jar, Path directory, List<String> arguments) {
		if (!Files.exists(jar)) {
			throw new DemoException("%s is missing: build it first with 'mvn -DskipTests package'".formatted(jar));
		}
		Path log = directory.resolve(name + ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// Small processes that start quickly: this is a demonstration, not a measurement.
		command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar.toString()));
		command.add("--spring.main.banner-mode=off");
		command.addAll(arguments);
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.directory(directory.toFile())
				.start();
			return new Application(name, process, log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String name() {
		return this.name;
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits for an effect of this application.
	 * @param what description of the effect, for the message
	 * @param timeout time to wait
	 * @param condition condition to wait for
	 * @throws DemoException if the condition is not met in time, or if the application
	 * ends
	 */
	void await(String what, Duration timeout, BooleanSupplier condition) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (!condition.getAsBoolean()) {
			if (endsWithin(Duration.ofMillis(50))) {
				throw failure(
						"ended with exit code %d while waiting until %s".formatted(this.process.exitValue(), what));
			}
			if (System.nanoTime() - deadline > 0) {
				throw failure("did not achieve within %d s that %s".formatted(timeout.toSeconds(), what));
			}
		}
	}

	/**
	 * Kills the process with SIGKILL, like a crash.
	 */
	void kill() {
		destroy();
		awaitEnd();
	}

	/**
	 * Stops the process gracefully with SIGTERM.
	 */
	void stop() {
		this.process.destroy();
		awaitEnd();
	}

	/**
	 * Kills the process and does not wait.
	 */
	void destroy() {
		this.process.destroyForcibly();
	}

	private void awaitEnd() {
		if (!endsWithin(STOP_TIMEOUT)) {
			destroy();
			throw failure("did not end within %d s".formatted(STOP_TIMEOUT.toSeconds()));
		}
	}

	private boolean endsWithin(Duration timeout) {
		try {
			this.process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DemoException("Interrupted while waiting for " + this.name);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private DemoException failure(String what) {
		List<String> lines = output().lines().toList();
		List<String> last = lines.subList(Math.max(0, lines.size() - LINES_TO_SHOW), lines.size());
		return new DemoException("%s (pid %d) %s. The end of its output:%n%s".formatted(this.name, pid(), what,
				String.join(System.lineSeparator(), last)));
	}

}
