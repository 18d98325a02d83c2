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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.mprpc.sample.demo.ConsumerClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * End-to-end tests with registry, providers and consumer as separate processes.
 */
class ProcessesJarTests {

	private static final String LOGIN = "sample.UserServiceRpc/Login";

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@TempDir
	private Path directory;

	private DemoEnvironment environment;

	private RegistryTree registry;

	private ConsumerClient consumer;

	@BeforeEach
	void prepare() {
		this.environment = new DemoEnvironment(Path.of("..", ".."), this.directory);
		this.registry = new RegistryTree(this.environment.connectString());
		this.consumer = new ConsumerClient(DemoEnvironment.freePort());
	}

	@AfterEach
	void end() {
		this.environment.close();
	}

	@Test
	void everyMethodIsRegisteredAndWithdrawnByItsProvider() {
		this.environment.startRegistry(this.registry);
		Application provider = startProvider("provider-1", 1);
		SortedSet<String> login = this.registry.instances(LOGIN);
		assertThat(login).hasSize(1).allMatch((address) -> address.startsWith("127.0.0.1:"));
		assertThat(this.registry.instances("sample.UserServiceRpc/Register")).isEqualTo(login);
		assertThat(this.registry.instances("sample.FriendServiceRpc/GetFriendsList")).isEqualTo(login);
		assertThat(this.registry.lines()).noneMatch((line) -> line.contains("grpc."));
		provider.stop();
		assertThat(this.registry.instances(LOGIN)).isEmpty();
		assertThat(this.registry.lines()).anyMatch((line) -> line.contains(LOGIN + "  (none)"));
	}

	@Test
	void noCallFailsWhileProvidersComeAndGoInOrder() {
		this.environment.startRegistry(this.registry);
		Application first = startProvider("provider-1", 1);
		this.environment.startConsumer(this.consumer);
		try (Load load = new Load(this.consumer)) {
			startProvider("provider-2", 2);
			load.awaitCallsTo("provider-2");
			first.stop();
			load.forget();
			load.awaitCallsTo("provider-2");
			assertThat(load.failures()).isEmpty();
		}
	}

	@Test
	void noCallFailsWhileTheRegistryIsAway() {
		Application before = this.environment.startRegistry(this.registry);
		startProvider("provider-1", 1);
		startProvider("provider-2", 2);
		this.environment.startConsumer(this.consumer);
		try (Load load = new Load(this.consumer)) {
			load.awaitCallsTo("provider-1");
			before.kill();
			load.forget();
			load.awaitCallsTo("provider-1");
			load.awaitCallsTo("provider-2");
			this.environment.startRegistry(this.registry);
			await().atMost(TIMEOUT).until(() -> this.registry.instances(LOGIN).size() == 2);
			startProvider("provider-3", 3);
			load.awaitCallsTo("provider-3");
			assertThat(load.failures()).isEmpty();
		}
	}

	private Application startProvider(String name, int instances) {
		Application provider = this.environment.startProvider(name);
		provider.await(instances + " instances are registered", TIMEOUT,
				() -> this.registry.instances(LOGIN).size() == instances);
		return provider;
	}

	/**
	 * A caller that calls continuously.
	 */
	private static final class Load implements AutoCloseable {

		private final AtomicBoolean stopped = new AtomicBoolean();

		private final AtomicInteger calls = new AtomicInteger();

		private final Set<String> served = new HashSet<>();

		private final List<Answer> failures = new ArrayList<>();

		private final Thread caller;

		Load(ConsumerClient consumer) {
			this.caller = new Thread(() -> {
				while (!this.stopped.get()) {
					count(this.calls.incrementAndGet() % 2 == 0 ? consumer.login() : consumer.friends());
				}
			}, "load");
			this.caller.start();
		}

		private synchronized void count(Answer answer) {
			this.served.add(answer.provider());
			if (!answer.success()) {
				this.failures.add(answer);
			}
		}

		synchronized void forget() {
			this.served.clear();
		}

		private synchronized boolean hasCalled(String provider) {
			return this.served.contains(provider);
		}

		void awaitCallsTo(String provider) {
			await().atMost(TIMEOUT).until(() -> hasCalled(provider));
		}

		synchronized List<Answer> failures() {
			return List.copyOf(this.failures);
		}

		@Override
		public void close() {
			this.stopped.set(true);
			try {
				this.caller.join(TIMEOUT.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
