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
package io.mprpc.sample.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Application that runs from its archive, started as in the README.
 */
final class RunningJar implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(90);

	private final Process process;

	private final Path output;

	private RunningJar(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static RunningJar start(Path jar, Path directory, Map<String, String> variables, String... arguments)
			throws IOException {
		Files.createDirectories(directory);
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar"));
		command.add(jar.toAbsolutePath().toString());
		command.addAll(List.of(arguments));
		Path output = directory.resolve("output");
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().put("RPC_REGISTRY_SNAPSHOT_DIRECTORY", directory.toString());
		builder.environment().putAll(variables);
		return new RunningJar(builder.start(), output);
	}

	String awaitOutput(String pattern) {
		Pattern wanted = Pattern.compile(pattern);
		await().atMost(TIMEOUT).pollDelay(Duration.ZERO).until(() -> {
			boolean ended = !this.process.isAlive();
			boolean said = wanted.matcher(output()).find();
			assertThat(ended && !said).as(() -> "ended without saying '" + pattern + "':\n" + output()).isFalse();
			return said;
		});
		Matcher said = wanted.matcher(output());
		assertThat(said.find()).isTrue();
		return said.group(said.groupCount());
	}

	int awaitEnd() throws InterruptedException {
		assertThat(this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
		return this.process.exitValue();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
