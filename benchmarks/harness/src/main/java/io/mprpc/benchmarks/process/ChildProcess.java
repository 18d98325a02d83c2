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
package io.mprpc.benchmarks.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mprpc.benchmarks.Settings;

/**
 * Handle of a JVM that the harness has started. Closing it ends the JVM.
 */
public final class ChildProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final String name;

	private final Process process;

	private final BufferedReader in;

	private final PrintStream out;

	private final Path log;

	private final Settings greeting;

	private ChildProcess(String name, Process process, Path log) {
		this.name = name;
		this.process = process;
		this.log = log;
		this.in = process.inputReader(StandardCharsets.UTF_8);
		this.out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.greeting = hear();
	}

	/**
	 * Starts a JVM and waits for the line in which it says that it is ready.
	 * @param name name, also of its log file
	 * @param jvm class path, options and directory of logs
	 * @param main main class
	 * @param type class of the contender
	 * @param settings its settings
	 * @return the running process
	 */
	public static ChildProcess start(String name, Jvm jvm, Class<?> main, String type, Settings settings) {
		List<String> command = new ArrayList<>(jvm.command());
		command.add(main.getName());
		command.add(type);
		command.addAll(Arrays.asList(settings.toArguments()));
		Path log = jvm.logs().resolve(name + ".log");
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
			builder.directory(new File(jvm.logs().toString()));
			return new ChildProcess(name, builder.start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Asks and waits for the answer.
	 * @param question the question
	 * @param arguments texts of the form {@code name=value}
	 * @return the answer
	 */
	public Settings ask(String question, String... arguments) {
		this.out.println((question + ' ' + String.join(" ", arguments)).trim());
		return hear();
	}

	/**
	 * Message of the process when it became ready.
	 * @return the greeting
	 */
	public Settings greeting() {
		return this.greeting;
	}

	/**
	 * Processor time that the process has used.
	 * @return the time
	 */
	public Duration processorTime() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	/**
	 * Kills the process with SIGKILL.
	 */
	public void kill() {
		this.process.destroyForcibly();
	}

	/**
	 * Stops the process with SIGTERM, as an orchestrator does, and waits for its end.
	 * @return duration of the shutdown
	 */
	public Duration terminate() {
		long start = System.nanoTime();
		this.process.destroy();
		awaitExit();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	@Override
	public void close() {
		this.out.close();
		this.process.destroyForcibly();
		awaitExit();
	}

	private void awaitExit() {
		try {
			this.process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Settings hear() {
		String line = CompletableFuture.supplyAsync(this::readLine)
			.completeOnTimeout(null, PATIENCE.toSeconds(), TimeUnit.SECONDS)
			.join();
		if (line == null || line.startsWith("error=")) {
			this.process.destroyForcibly();
			throw new IllegalStateException(
					"Process '" + this.name + "' " + ((line != null) ? line : "gave no answer") + "; see " + this.log);
		}
		return Settings.of(line.split(" "));
	}

	private String readLine() {
		try {
			return this.in.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
