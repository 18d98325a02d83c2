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
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.mprpc.sample.demo.ConsumerClient.Answer;

/**
 * Demonstration with real processes: a registry, providers and a consumer start, one
 * provider crashes, another one joins, and all stop.
 */
public final class Demo {

	private static final String LOGIN = "sample.UserServiceRpc/Login";

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final PrintStream out;

	private final DemoEnvironment environment;

	private final RegistryTree registry;

	private final ConsumerClient consumer = new ConsumerClient(DemoEnvironment.freePort());

	Demo(PrintStream out, DemoEnvironment environment) {
		this.out = out;
		this.environment = environment;
		this.registry = new RegistryTree(environment.connectString());
	}

	/**
	 * Runs the demonstration in the repository that is the current directory.
	 * @param args none
	 */
	public static void main(String[] args) {
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		Path directory = temporaryDirectory();
		try {
			new Demo(out, new DemoEnvironment(Path.of(""), directory)).run();
			delete(directory);
		}
		catch (RuntimeException ex) {
			out.printf("%nThe demonstration failed: %s%nLogs are in %s%n", ex.getMessage(), directory);
			System.exit(1);
		}
	}

	/**
	 * Runs all steps.
	 * @throws DemoException if a step fails
	 */
	void run() {
		try (this.environment) {
			startRegistry();
			Application first = this.environment.startProvider("provider-1");
			Application second = this.environment.startProvider("provider-2");
			showProviders(first, second);
			startConsumer();
			crash(first, second);
			replace();
			title("Stop: each application withdraws what it registered, then ends");
		}
		this.out.println("   all processes have ended");
	}

	private void startRegistry() {
		title("A registry: ZooKeeper inside a Spring Boot application");
		Application application = this.environment.startRegistry(this.registry);
		started(application, "ZooKeeper listens on " + this.environment.connectString());
	}

	private void showProviders(Application first, Application second) {
		title("Two providers of the same services, each on a port that was free");
		awaitInstances(second, 2);
		started(first, "@RpcService UserService, FriendService");
		started(second, "@RpcService UserService, FriendService");
		this.out.println("   what they registered, one ephemeral node for each method that an instance serves:");
		this.registry.lines().forEach((line) -> this.out.println("     " + line));
	}

	private void startConsumer() {
		title("A consumer: a web application with @RpcReference stubs, which knows no provider's address");
		Application application = this.environment.startConsumer(this.consumer);
		started(application, "http://127.0.0.1:" + this.consumer.port());
		this.out.println("   POST /login   -> " + check(this.consumer.login()).body());
		this.out.println("   GET  /friends -> " + check(this.consumer.friends()).body());
		SortedMap<String, Integer> served = tally("20 logins", 20, this.consumer::login);
		require(served.size() == 2, "Both providers should have taken calls, but only these did: " + served);
	}

	private void crash(Application victim, Application survivor) {
		title("A crash: kill -9 " + victim.pid() + " (" + victim.name() + ")");
		victim.kill();
		// The first of them may fail on the lost connection: it is retried, as its .proto
		// permits.
		SortedMap<String, Integer> served = tally("20 lists of friends right after it", 20, this.consumer::friends);
		require(!served.containsKey(victim.name()), victim.name() + " is dead and cannot have answered: " + served);
		awaitInstances(survivor, 1);
		this.out.println("   its nodes have vanished from the registry with its session:");
		this.registry.instances(LOGIN).forEach((line) -> this.out.println("     " + LOGIN + "  " + line));
	}

	private void replace() {
		title("A new provider: it takes calls as soon as it is registered, without a restart of the others");
		Application third = this.environment.startProvider("provider-3");
		awaitInstances(third, 2);
		started(third, "registered");
		third.await("it takes calls", TIMEOUT, () -> check(this.consumer.login()).provider().equals(third.name()));
		SortedMap<String, Integer> served = tally("20 logins", 20, this.consumer::login);
		require(served.size() == 2, "Both providers should have taken calls, but only these did: " + served);
	}

	private void awaitInstances(Application provider, int count) {
		provider.await(count + " instances are registered", TIMEOUT,
				() -> this.registry.instances(LOGIN).size() == count);
	}

	private SortedMap<String, Integer> tally(String what, int calls, Supplier<Answer> call) {
		SortedMap<String, Integer> served = new TreeMap<>();
		for (int i = 0; i < calls; i++) {
			served.merge(check(call.get()).provider(), 1, Integer::sum);
		}
		this.out.printf("   %s: answered by %s, failed: 0%n", what, served);
		return served;
	}

	private void title(String text) {
		this.out.printf("%n== %s%n", text);
	}

	private void started(Application application, String detail) {
		this.out.printf("   %s, pid %d: %s%n", application.name(), application.pid(), detail);
	}

	private static Answer check(Answer answer) {
		require(answer.success(), "A call failed: " + answer.body());
		return answer;
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new DemoException(message);
		}
	}

	private static Path temporaryDirectory() {
		try {
			return Files.createTempDirectory("mprpc-demo-");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void delete(Path directory) {
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
