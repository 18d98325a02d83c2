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

package io.mprpc.internal.zookeeper.session;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperApplicationDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperConsumerDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperServiceNames;
import io.mprpc.internal.zookeeper.document.ZooKeeperDocumentStore;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.testing.TcpProxy;
import org.apache.zookeeper.server.ZooKeeperThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The threads that a connection and all that works with it take.
 */
class ConnectionThreadsTests {

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	private final SortedSet<String> seen = new ConcurrentSkipListSet<>();

	private Testbed testbed;

	private TcpProxy proxy;

	@BeforeEach
	void start() {
		this.testbed = Testbed.start();
		this.proxy = this.testbed.proxy();
	}

	@AfterEach
	void stop() throws Exception {
		this.testbed.close();
	}

	@Test
	void everythingOnAConnectionSharesFourThreadsWhichEndWithIt(@TempDir Path snapshots) {
		ZooKeeperConnection connection = Fixtures.open(Fixtures.settings(this.proxy.address(), Duration.ofSeconds(2)));
		ZooKeeperInstancePublisher publisher = new ZooKeeperInstancePublisher(connection);
		ZooKeeperInstanceDirectory directory = new ZooKeeperInstanceDirectory(connection,
				new DirectorySettings(Duration.ofMillis(20), snapshots, Duration.ofMillis(100)));
		ZooKeeperDocumentStore documents = new ZooKeeperDocumentStore(connection, Duration.ofMillis(20), directory,
				(name, text) -> true);
		ZooKeeperConsumerDirectory consumers = new ZooKeeperConsumerDirectory(connection, Duration.ofMillis(20));
		ZooKeeperApplicationDirectory applications = new ZooKeeperApplicationDirectory(connection,
				Duration.ofMillis(20));
		ZooKeeperServiceNames names = new ZooKeeperServiceNames(connection);

		connection.onStateChange((state) -> note());
		directory.subscribe(USERS, (view) -> note());
		documents.subscribe(DocumentName.rules(USERS), (document) -> note());
		directory.onChange(this::note);
		consumers.onChange(this::note);
		applications.onChange(this::note);
		applications.instances("users");
		Publication publication = publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		publisher.registerConsumer(new ConsumerReference(USERS, "web", "10.0.0.2", 1));
		await().atMost(LONG).until(() -> directory.view(USERS).instances().size() == 1);
		await().atMost(LONG).until(() -> consumers.references(USERS).size() == 1);
		assertThat(names.remove(USERS, Document.NO_VERSION)).succeedsWithin(LONG);
		this.proxy.refuse();
		await().atMost(LONG).until(() -> connection.state() != RegistryConnection.State.CONNECTED);
		await().atMost(LONG).until(() -> connection.problem() != null);
		note();
		this.proxy.forward();
		await().atMost(LONG).until(() -> connection.state() == RegistryConnection.State.CONNECTED);
		Testbed.awaitState(publication, Publication.State.PUBLISHED);
		note();

		assertThat(this.seen).contains("mprpc-registry-loop", "mprpc-registry-listeners").hasSizeLessThanOrEqualTo(4);

		List.of(names, applications, consumers, documents, directory, publisher, connection)
			.forEach(ConnectionThreadsTests::close);
		await().atMost(LONG).untilAsserted(() -> assertThat(ours()).isEmpty());
	}

	@Test
	void aConnectionThatIsNeverMadeLeavesNoThread() {
		this.proxy.refuse();
		ZooKeeperConnection connection = Fixtures.open(Fixtures.settings(this.proxy.address()));
		await().atMost(LONG).until(() -> connection.problem() != null);
		assertThat(ours()).isNotEmpty();
		connection.close();
		await().atMost(LONG).untilAsserted(() -> assertThat(ours()).isEmpty());
	}

	private static void close(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void note() {
		this.seen.addAll(ours());
	}

	/** Names of the connection's threads but for those of ZooKeeper's client. */
	private Set<String> ours() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread) && !(thread instanceof ZooKeeperThread))
			.map(Thread::getName)
			.filter((name) -> name.startsWith(ConnectionThreads.PREFIX))
			.collect(Collectors.toSet());
	}

}
