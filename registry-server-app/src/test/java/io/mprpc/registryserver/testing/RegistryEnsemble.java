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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ensemble of three registry servers, each in an operating-system process of its own.
 */
public final class RegistryEnsemble implements AutoCloseable {

	/** All members start concurrently, possibly on few processors. */
	private static final Duration START_TIMEOUT = Duration.ofSeconds(240);

	private static final Duration QUORUM_TIMEOUT = Duration.ofSeconds(120);

	private final @Nullable Path jar;

	private final Path directory;

	private final Map<Integer, Integer> ports = new TreeMap<>();

	private final Map<Integer, Integer> reportPorts = new TreeMap<>();

	private final List<String> members = new ArrayList<>();

	private final Map<Integer, RegistryProcess> running = new TreeMap<>();

	/**
	 * Starts the members and waits until all belong to the quorum.
	 * @param jar archive to start, {@code null} for the class path of the test
	 * @param directory parent of their data directories
	 */
	public RegistryEnsemble(@Nullable Path jar, Path directory) throws IOException {
		this.jar = jar;
		this.directory = directory;
		List<Integer> free = freePorts(12);
		for (int id = 1; id <= 3; id++) {
			this.ports.put(id, free.remove(0));
			this.reportPorts.put(id, free.remove(0));
			this.members.add("--rpc.registry-server.zookeeper.ensemble.members." + id + "=127.0.0.1:" + free.remove(0)
					+ ':' + free.remove(0));
		}
		for (int id = 1; id <= 3; id++) {
			start(id);
		}
		awaitQuorum();
	}

	/**
	 * Starts a member, again if it has run before.
	 */
	public void start(int id) throws IOException {
		Path home = Files.createDirectories(this.directory.resolve("member-" + id));
		List<String> arguments = new ArrayList<>(this.members);
		arguments.add("--rpc.registry-server.zookeeper.ensemble.id=" + id);
		arguments.add("--rpc.registry-server.zookeeper.port=" + this.ports.get(id));
		arguments.add("--rpc.registry-server.reports.port=" + this.reportPorts.get(id));
		String[] all = arguments.toArray(String[]::new);
		this.running.put(id,
				(this.jar != null) ? RegistryProcess.startJar(this.jar, home, all) : RegistryProcess.start(home, all));
	}

	/**
	 * Waits until every running member is ready.
	 */
	public void awaitQuorum() {
		for (RegistryProcess member : this.running.values()) {
			member.awaitReady(START_TIMEOUT);
			Awaitility.await()
				.atMost(QUORUM_TIMEOUT)
				.pollInterval(Duration.ofMillis(100))
				.untilAsserted(
						() -> assertThat(member.get("/actuator/health/readiness").statusCode()).as(member::output)
							.isEqualTo(200));
		}
	}

	/**
	 * Number of the member that leads.
	 */
	public int leader() throws IOException, InterruptedException {
		for (Map.Entry<Integer, RegistryProcess> member : this.running.entrySet()) {
			if (member.getValue().get("/actuator/info").body().contains("\"role\":\"leader\"")) {
				return member.getKey();
			}
		}
		throw new IllegalStateException("Nobody leads");
	}

	/**
	 * Ends a member as {@code kill -9} does.
	 */
	public void kill(int id) throws InterruptedException {
		member(id).kill();
		this.running.remove(id);
	}

	/**
	 * A running member.
	 */
	public RegistryProcess member(int id) {
		return this.running.get(id);
	}

	/**
	 * Connect string of one member.
	 */
	public String connectString(int id) {
		return "127.0.0.1:" + this.ports.get(id);
	}

	/**
	 * Connect string of all members.
	 */
	public String connectString() {
		return this.ports.keySet()
			.stream()
			.sorted(Comparator.naturalOrder())
			.map(this::connectString)
			.collect(Collectors.joining(","));
	}

	@Override
	public void close() {
		this.running.values().forEach(RegistryProcess::close);
	}

	// Known before the members start. Below the ephemeral range, so that no outgoing
	// connection can use it in the meantime.
	private static List<Integer> freePorts(int count) {
		List<Integer> ports = new ArrayList<>();
		while (ports.size() < count) {
			int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
			if (!ports.contains(port) && isFree(port)) {
				ports.add(port);
			}
		}
		return ports;
	}

	private static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.isBound();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
