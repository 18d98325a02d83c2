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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mprpc.registryserver.RegistryServerApplication;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A registry server in an operating-system process of its own.
 */
public final class RegistryProcess implements AutoCloseable {

	private static final Duration START_TIMEOUT = Duration.ofSeconds(120);

	private static final Pattern READY = Pattern.compile("Registry at (\\S+) .*; (http://[^/]+)/");

	private static final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final Path output;

	private RegistryProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts the application from the test's class path; with free ports by default, and
	 * one operator.
	 */
	public static RegistryProcess start(Path directory, String... arguments) throws IOException {
		return start(directory, classPath(User.OPERATOR.asSystemProperties()), arguments);
	}

	/**
	 * Starts the application without a user of its own.
	 */
	public static RegistryProcess startWithoutUsers(Path directory, String... arguments) throws IOException {
		return start(directory, classPath(List.of()), arguments);
	}

	private static List<String> classPath(List<String> options) {
		List<String> program = new ArrayList<>(options);
		program.addAll(
				List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						RegistryServerApplication.class.getName()));
		return program;
	}

	/**
	 * Starts an archive as {@code java -jar} does.
	 */
	public static RegistryProcess startJar(Path jar, Path directory, String... arguments) throws IOException {
		List<String> program = new ArrayList<>(User.OPERATOR.asSystemProperties());
		program.addAll(List.of("-jar", jar.toString()));
		return start(directory, program, arguments);
	}

	private static RegistryProcess start(Path directory, List<String> program, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-Xshare:auto");
		command.add("-XX:TieredStopAtLevel=1");
		// Lower precedence than arguments, so that a test may set a port.
		command.add("-Dserver.port=0");
		command.add("-Drpc.registry-server.zookeeper.port=0");
		command.add("-Drpc.registry-server.reports.port=0");
		command.addAll(program);
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile(directory, "registry", ".log");
		Process process = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		return new RegistryProcess(process, output);
	}

	public RegistryProcess awaitReady() {
		return awaitReady(START_TIMEOUT);
	}

	/**
	 * Waits until it is ready, while the process is alive.
	 */
	public RegistryProcess awaitReady(Duration atMost) {
		Awaitility.await()
			.atMost(atMost)
			.untilAsserted(() -> assertThat(ready().find() || !this.process.isAlive()).as(this::output).isTrue());
		assertThat(ready().find()).as(this::output).isTrue();
		return this;
	}

	public int awaitExit() throws InterruptedException {
		assertThat(this.process.waitFor(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS)).as(this::output).isTrue();
		return this.process.exitValue();
	}

	public String connectString() {
		return group(1);
	}

	public String url(String path) {
		return group(2) + path;
	}

	/**
	 * Gets a resource as the operator.
	 */
	public HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return get(path, User.OPERATOR);
	}

	/**
	 * Gets a resource as a user.
	 */
	public HttpResponse<String> get(String path, User user) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
			.header("Authorization", user.basic())
			.timeout(Duration.ofSeconds(30))
			.build();
		return http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Client of the API, as the operator.
	 */
	public ApiClient api() {
		return new ApiClient(url(""), User.OPERATOR);
	}

	public String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/**
	 * Ends the process as {@code kill} does.
	 */
	public void terminate() {
		this.process.destroy();
	}

	/**
	 * Ends the process as {@code kill -9} does.
	 */
	public void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private String group(int group) {
		Matcher matcher = ready();
		assertThat(matcher.find()).as(this::output).isTrue();
		return matcher.group(group);
	}

	private Matcher ready() {
		return READY.matcher(output());
	}

}
