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

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Server of the registry, with a port and data that outlive its process.
 */
final class RegistryNode implements AutoCloseable {

	private final int id;

	private final int clientPort;

	private final List<String> members;

	private final Path logs;

	private String password;

	private @Nullable Child process;

	/**
	 * Creates a node.
	 * @param password password of applications, empty for none
	 */
	RegistryNode(int id, int clientPort, List<String> members, String password, Path logs) {
		this.id = id;
		this.clientPort = clientPort;
		this.members = members;
		this.password = password;
		this.logs = logs;
	}

	int clientPort() {
		return this.clientPort;
	}

	private Path data() {
		return this.logs.resolve("registry-" + this.id + "-data");
	}

	void launch() throws IOException {
		this.process = Child.start("registry-" + this.id, this.logs, 128, "registry", String.valueOf(this.clientPort),
				data().toString(), String.valueOf(this.id), String.join(",", this.members), this.password);
	}

	void awaitServing() {
		ChaosEnvironment.awaitTrue("registry " + this.id + " serves", 120, () -> !mode().isEmpty());
	}

	void start() throws IOException {
		launch();
		awaitServing();
	}

	/** Restarts the server with another password for applications. */
	void restart(String newPassword) throws IOException {
		process().terminate();
		this.password = newPassword;
		start();
	}

	Child process() {
		if (this.process == null) {
			throw new IllegalStateException("Registry " + this.id + " was never started");
		}
		return this.process;
	}

	/**
	 * Role of the server in the ensemble, empty while it does not serve.
	 */
	String mode() {
		return command("srvr").lines()
			.filter((line) -> line.startsWith("Mode: "))
			.map((line) -> line.substring(6))
			.findFirst()
			.orElse("");
	}

	private String command(String word) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.clientPort)) {
			socket.setSoTimeout(2000);
			socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (IOException ex) {
			return "";
		}
	}

	void wipe() throws IOException {
		try (Stream<Path> files = Files.walk(data())) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.close();
		}
	}

}
