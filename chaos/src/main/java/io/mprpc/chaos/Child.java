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

package io.mprpc.chaos;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Child process of the harness, which only the harness ends. Output lines that begin with
 * {@link #PROTOCOL} are for the harness; all others go to the process's log.
 */
final class Child implements AutoCloseable {

	static final String PROTOCOL = "@@ ";

	// The child processes end with the harness, however it ends.
	private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime()
			.addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly), "ends-children"));
	}

	private final String name;

	private final Process process;

	private final Writer input;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private volatile long answeredAt;

	private Child(String name, Process process, Path log) {
		this.name = name;
		this.process = process;
		this.input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
		Thread reader = new Thread(() -> read(log), "reads-" + name);
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Starts a process of this program.
	 */
	static Child start(String name, Path logs, int heapMegabytes, String role, String... args) throws IOException {
		List<String> command = new ArrayList<>(List.of(java(), "-Xmx" + heapMegabytes + "m", "-Xss512k",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"));
		// Surefire's own class path is a jar that only points to the real one.
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
		if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
			command.addAll(List.of("-jar", classPath));
		}
		else {
			command.addAll(List.of("-cp", classPath, Chaos.class.getName()));
		}
		command.add(role);
		command.addAll(List.of(args));
		Files.createDirectories(logs);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		STARTED.add(process);
		return new Child(name, process, logs.resolve(name + ".log"));
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private void read(Path log) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
				Writer out = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				if (line.startsWith(PROTOCOL)) {
					this.answeredAt = System.currentTimeMillis();
					this.answers.add(line.substring(PROTOCOL.length()));
				}
				else {
					out.write(line);
					out.write('\n');
					out.flush();
				}
			}
		}
		catch (IOException ex) {
			// The process has ended, which the next request will detect.
			this.answers.add("GONE " + ex.getMessage());
		}
	}

	String await(int seconds) {
		try {
			String answer = this.answers.poll(seconds, TimeUnit.SECONDS);
			if (answer == null) {
				throw new IllegalStateException(this.name + " said nothing within " + seconds + " s"
						+ (this.process.isAlive() ? "" : ": it ended with " + this.process.exitValue()));
			}
			return answer;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	String ask(String command, int seconds) {
		try {
			this.input.write(command + '\n');
			this.input.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(this.name + " does not listen", ex);
		}
		return await(seconds);
	}

	/**
	 * Time of its last message, which for a provider is that it is ready.
	 * @return milliseconds since the epoch
	 */
	long answeredAt() {
		return this.answeredAt;
	}

	void signal(String signal) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + signal, String.valueOf(this.process.pid())).inheritIO().start().waitFor();
	}

	void kill() {
		this.process.destroyForcibly();
		awaitExit(10);
	}

	/**
	 * Stops the process with SIGTERM and waits.
	 * @return duration in milliseconds
	 */
	long terminate() {
		long begun = System.nanoTime();
		this.process.destroy();
		awaitExit(60);
		return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
	}

	private void awaitExit(int seconds) {
		try {
			if (!this.process.waitFor(seconds, TimeUnit.SECONDS)) {
				throw new IllegalStateException(this.name + " did not end within " + seconds + " s");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	@Override
	public String toString() {
		return this.name;
	}

}
