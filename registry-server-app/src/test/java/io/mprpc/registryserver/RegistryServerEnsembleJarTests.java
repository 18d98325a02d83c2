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

package io.mprpc.registryserver;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.document.ZooKeeperDocumentStore;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ConnectString;
import io.mprpc.internal.zookeeper.session.NodeAccess;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.testing.CallingApplications;
import io.mprpc.registryserver.testing.RegistryEnsemble;
import io.mprpc.registryserver.testing.ZnodeTree;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an ensemble of three archives can lose its leader while applications
 * register, and that all members show the same calls.
 */
class RegistryServerEnsembleJarTests {

	private static final Logger logger = LoggerFactory.getLogger(RegistryServerEnsembleJarTests.class);

	private static final int CLIENTS = 50;

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final ZnodeLayout LAYOUT = new ZnodeLayout("default");

	@TempDir
	private Path directory;

	private final List<Client> clients = new ArrayList<>();

	@Test
	void theLossOfTheLeaderLosesNoRegistrationAndNoRule() throws Exception {
		String jar = System.getProperty("registry.server.jar");
		try (RegistryEnsemble ensemble = new RegistryEnsemble((jar != null) ? Path.of(jar) : null, this.directory);
				RuleWriter rules = new RuleWriter(ensemble.connectString());
				CallingApplications calls = new CallingApplications(ensemble.connectString())) {
			for (int i = 0; i < CLIENTS; i++) {
				this.clients.add(new Client(ensemble.connectString(), i));
			}
			ExecutorService registering = Executors.newFixedThreadPool(4);
			int leader = ensemble.leader();
			this.clients.forEach((client) -> registering.execute(client::register));
			awaitPublished(CLIENTS / 5);
			Map<Client, String> sessions = new ConcurrentHashMap<>();
			published().forEach((client) -> sessions.put(client, client.connection.sessionId()));
			int rulesBefore = rules.acknowledged.size();
			ensemble.kill(leader);
			long killed = System.nanoTime();
			int written = rules.acknowledged.size();
			Awaitility.await().atMost(LONG).until(() -> rules.acknowledged.size() > written + 1);
			long outage = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
			awaitPublished(CLIENTS);
			rules.stop();
			registering.shutdown();
			calls.awaitHistory(ensemble.member((leader == 1) ? 2 : 1));
			ensemble.start(leader);
			Instant restarted = Instant.now();
			ensemble.awaitQuorum();
			calls.awaitSeenByAll(ensemble);
			calls.awaitHistoryBefore(restarted, ensemble, leader);

			ZnodeTree first = ZnodeTree.read(ensemble.connectString(1), LAYOUT.root());
			logger.info(
					"Member {} led and was killed after {} registrations and {} rules; {} ms later rules were written "
							+ "again; {} registrations and {} rules lost",
					leader, sessions.size(), rulesBefore, outage, lostRegistrations(first), lostRules(first, rules));
			assertThat(lostRegistrations(first)).as("lost registrations").isZero();
			assertThat(lostRules(first, rules)).as("lost rules").isZero();
			sessions.forEach((client, session) -> assertThat(client.connection.sessionId())
				.as("session of a registration from before the loss")
				.isEqualTo(session));
			assertThat(ZnodeTree.read(ensemble.connectString(2), LAYOUT.root())).isEqualTo(first);
			assertThat(ZnodeTree.read(ensemble.connectString(3), LAYOUT.root())).isEqualTo(first);
			assertThat(ensemble.member(leader).get("/actuator/info").body()).contains("\"role\":\"follower\"")
				.contains("\"members\"");
			this.clients.forEach(Client::close);
			this.clients.clear();
			rules.close();
			for (int id = 1; id <= 3; id++) {
				ensemble.member(id).terminate();
			}
			for (int id = 1; id <= 3; id++) {
				assertThat(ensemble.member(id).awaitExit()).as("exit code after SIGTERM").isEqualTo(143);
			}
		}
		finally {
			this.clients.forEach(Client::close);
		}
	}

	private List<Client> published() {
		return this.clients.stream().filter(Client::isPublished).toList();
	}

	private void awaitPublished(int atLeast) {
		Awaitility.await()
			.atMost(LONG)
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(published()).hasSizeGreaterThanOrEqualTo(atLeast));
	}

	private long lostRegistrations(ZnodeTree tree) {
		return this.clients.stream()
			.filter((client) -> !tree.nodes().containsKey(LAYOUT.metadata(USERS, client.endpoint))
					|| !tree.nodes().containsKey(LAYOUT.instance(USERS, "Login", client.endpoint)))
			.count();
	}

	private static long lostRules(ZnodeTree tree, RuleWriter rules) {
		return rules.acknowledged.keySet()
			.stream()
			.filter((service) -> !tree.nodes().containsKey(LAYOUT.governedService(service)))
			.count();
	}

	private static ZooKeeperConnection connect(String connectString) {
		return ZooKeeperConnection.open(
				new ZooKeeperSettings(ConnectString.parse(connectString), "default", Duration.ofSeconds(20),
						Duration.ofSeconds(10), null, NodeAccess.OPEN, Map.of()),
				TimeSource.system(), RandomGenerator.getDefault());
	}

	/**
	 * An application that registers an instance.
	 */
	private static final class Client {

		private final ZooKeeperConnection connection;

		private final ZooKeeperInstancePublisher publisher;

		private final Endpoint endpoint;

		private volatile Publication publication;

		Client(String connectString, int number) {
			this.connection = connect(connectString);
			this.publisher = new ZooKeeperInstancePublisher(this.connection);
			this.endpoint = new Endpoint("127.0.1." + number, 9090);
		}

		void register() {
			RpcInstance users = new RpcInstance(USERS, this.endpoint, Set.of("Login", "Logout"),
					InstanceMetadata.UNKNOWN);
			this.publication = this.publisher.publish(new ProviderInstance("application", this.endpoint, List.of(users),
					InstanceMetadata.UNKNOWN, Map.of()));
		}

		boolean isPublished() {
			Publication current = this.publication;
			return current != null && current.state() == Publication.State.PUBLISHED;
		}

		void close() {
			this.publisher.close();
			this.connection.close();
		}

	}

	/**
	 * Writes one rule after the other and remembers those that were acknowledged.
	 */
	private static final class RuleWriter implements AutoCloseable {

		private final Map<ServiceName, Document> acknowledged = new ConcurrentHashMap<>();

		private final AtomicBoolean stopped = new AtomicBoolean();

		private final ZooKeeperConnection connection;

		private final ZooKeeperDocumentStore documents;

		private final Thread thread;

		RuleWriter(String connectString) {
			this.connection = connect(connectString);
			assertThat(this.connection.awaitConnected(LONG)).as("connected").isTrue();
			this.documents = new ZooKeeperDocumentStore(this.connection, Duration.ofMillis(20));
			this.thread = new Thread(this::write, "rules");
			this.thread.start();
		}

		private void write() {
			for (int i = 0; !this.stopped.get(); i++) {
				ServiceName service = new ServiceName("demo.Service" + i);
				CompletableFuture<Document> written = this.documents
					.write(DocumentName.rules(service), "{\"weight\":" + i + '}', Document.NO_VERSION)
					.toCompletableFuture();
				Document document = written.exceptionally((ex) -> null).join();
				if (document != null) {
					this.acknowledged.put(service, document);
				}
			}
		}

		void stop() throws InterruptedException {
			this.stopped.set(true);
			this.thread.join();
		}

		@Override
		public void close() throws InterruptedException {
			stop();
			this.documents.close();
			this.connection.close();
		}

	}

}
