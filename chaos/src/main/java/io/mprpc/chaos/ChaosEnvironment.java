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
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processes of one run: a registry, providers at fixed ports, and a consumer under load.
 * Closing it ends them all.
 */
final class ChaosEnvironment implements AutoCloseable {

	/** Credentials of applications if the registry requires a password. */
	static final String PASSWORD = "what-applications-know";

	private static final List<String> CREDENTIALS = List.of("--rpc.registry.auth.username=" + RegistryProcess.USER,
			"--rpc.registry.auth.password=" + PASSWORD);

	private static final int START_SECONDS = 180;

	private final Path logs;

	private final int rate;

	private final int warmUpSeconds;

	private final List<RegistryNode> registry = new ArrayList<>();

	private final Map<Integer, Child> providers = new TreeMap<>();

	private final FaultProxy wire;

	private final int wired;

	private Child consumer;

	/**
	 * Starts the processes.
	 * @param registryNodes servers of the registry; more than one require a password
	 */
	ChaosEnvironment(Path logs, Options options, int registryNodes) throws IOException {
		this.logs = Files.createDirectories(logs);
		this.rate = options.rate();
		this.warmUpSeconds = options.warmUpSeconds();
		startRegistry(registryNodes);
		this.wire = new FaultProxy(this.registry.get(0).clientPort());
		List<Integer> ports = freePorts(options.providers());
		this.wired = ports.get(0);
		for (int port : ports) {
			startProvider(port);
		}
		awaitReady(ports);
		this.consumer = startConsumer("consumer");
		awaitServed(ports);
		mark();
	}

	private void startRegistry(int nodes) throws IOException {
		List<Integer> ports = freePorts(3 * nodes);
		List<String> members = new ArrayList<>();
		for (int i = 0; i < nodes; i++) {
			members.add("127.0.0.1:" + ports.get(3 * i + 1) + ":" + ports.get(3 * i + 2));
		}
		for (int i = 0; i < nodes; i++) {
			this.registry.add(new RegistryNode(i + 1, ports.get(3 * i), (nodes > 1) ? members : List.of(),
					(nodes > 1) ? PASSWORD : "", this.logs));
		}
		for (RegistryNode node : this.registry) {
			node.launch();
		}
		for (RegistryNode node : this.registry) {
			node.awaitServing();
		}
	}

	List<RegistryNode> registry() {
		return this.registry;
	}

	/**
	 * Proxy between the first provider and the registry.
	 */
	FaultProxy wire() {
		return this.wire;
	}

	List<Integer> ports() {
		return List.copyOf(this.providers.keySet());
	}

	Child provider(int port) {
		Child provider = this.providers.get(port);
		if (provider == null) {
			throw new IllegalArgumentException("No provider at port " + port);
		}
		return provider;
	}

	void startProvider(int port) throws IOException {
		String connect = (port == this.wired) ? this.wire.address() : connectString();
		this.providers.put(port, launch("provider-" + port, port, "--rpc.registry.connect-string=" + connect));
	}

	/**
	 * Starts a provider that registers like one in another language.
	 */
	void startForeign(int port) throws IOException {
		this.providers.put(port,
				Child.start("foreign-" + port, this.logs, 64, "foreign", String.valueOf(port), connectString()));
	}

	/**
	 * Kills a provider permanently.
	 */
	void killProvider(int port) {
		provider(port).kill();
		this.providers.remove(port);
	}

	/**
	 * Starts a provider that registers in another namespace.
	 */
	Child startIdleProvider(int port) throws IOException {
		Child idle = launch("idle", port, "--rpc.registry.connect-string=" + connectString(),
				"--rpc.registry.namespace=idle");
		idle.await(START_SECONDS);
		Registered.await(connectString(), "idle", List.of(port));
		return idle;
	}

	private Child launch(String name, int port, String... more) throws IOException {
		List<String> args = new ArrayList<>(List.of("--spring.grpc.server.port=" + port,
				"--spring.grpc.server.address=127.0.0.1", "--spring.application.name=target",
				"--spring.main.web-application-type=none", "--spring.main.banner-mode=off"));
		args.addAll(CREDENTIALS);
		args.addAll(List.of(more));
		return Child.start(name, this.logs, 96, "provider", args.toArray(String[]::new));
	}

	void awaitReady(List<Integer> ports) {
		for (int port : ports) {
			provider(port).await(START_SECONDS);
		}
	}

	void restartProvider(int port) throws IOException {
		startProvider(port);
		awaitReady(List.of(port));
		awaitServed(List.of(port));
	}

	/**
	 * Stops a provider permanently.
	 * @return milliseconds from the signal to its exit
	 */
	long removeProvider(int port) {
		long millis = provider(port).terminate();
		this.providers.remove(port);
		return millis;
	}

	/**
	 * Continues the load until every provider has warmed up.
	 */
	void awaitWarm() {
		long youngest = this.providers.values().stream().mapToLong(Child::answeredAt).max().orElse(0);
		letRun(youngest + 1000L * this.warmUpSeconds - System.currentTimeMillis());
	}

	Child startConsumer(String name) throws IOException {
		Child started = Child.start(name, this.logs, 192, "consumer", "--chaos.rate=" + this.rate,
				"--rpc.client.warm-up=" + this.warmUpSeconds + "s", "--rpc.registry.connect-string=" + connectString(),
				"--rpc.registry.snapshot.directory=" + this.logs.resolve("snapshot"),
				"--spring.application.name=caller", "--spring.main.web-application-type=none",
				"--spring.main.banner-mode=off", CREDENTIALS.get(0), CREDENTIALS.get(1));
		started.await(START_SECONDS);
		return started;
	}

	/**
	 * Replaces the consumer by a new process.
	 */
	void replaceConsumer() throws IOException {
		this.consumer.terminate();
		this.consumer = startConsumer("consumer-2");
	}

	String connectString() {
		return this.registry.stream().map((node) -> "127.0.0.1:" + node.clientPort()).collect(Collectors.joining(","));
	}

	/**
	 * Ends a measured interval.
	 */
	MeasuredInterval mark() {
		return MeasuredInterval.parse(this.consumer.ask("mark", 60));
	}

	MeasuredInterval peek() {
		return MeasuredInterval.parse(this.consumer.ask("peek", 30));
	}

	/**
	 * Waits until the consumer has received a response from each port since this call.
	 */
	void awaitServed(List<Integer> ports) {
		long since = System.currentTimeMillis();
		awaitTrue("answers from " + ports, START_SECONDS, () -> {
			MeasuredInterval now = peek();
			return ports.stream().allMatch((port) -> now.lastServed(port) >= since);
		});
	}

	/**
	 * Continues the load for a while.
	 */
	void letRun(long millis) {
		long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
		while (System.nanoTime() < until) {
			LockSupport.parkNanos(until - System.nanoTime());
		}
	}

	static void awaitTrue(String what, int seconds, BooleanSupplier condition) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > giveUp) {
				throw new IllegalStateException("Not seen within " + seconds + " s: " + what);
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}
	}

	static List<Integer> freePorts(int count) throws IOException {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
			}
			return sockets.stream().map(ServerSocket::getLocalPort).toList();
		}
		finally {
			for (ServerSocket socket : sockets) {
				socket.close();
			}
		}
	}

	@Override
	public void close() {
		Stream.concat(Stream.ofNullable(this.consumer), this.providers.values().stream()).forEach(Child::close);
		this.wire.close();
		this.registry.forEach(RegistryNode::close);
	}

}
