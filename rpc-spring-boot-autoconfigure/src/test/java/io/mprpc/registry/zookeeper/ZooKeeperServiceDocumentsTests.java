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

package io.mprpc.registry.zookeeper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceDocument;
import io.mprpc.registry.ServiceDocuments.Write;
import io.mprpc.registry.Subscription;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.mprpc.registry.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.registry.zookeeper.Fixtures.LONG;
import static io.mprpc.registry.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Documents that one process writes and another follows, on a real ZooKeeper server.
 */
class ZooKeeperServiceDocumentsTests {

	private static final Duration MERGE = Duration.ofMillis(20);

	private TestingServer server;

	private ZooKeeperConnection operatorConnection;

	private ZooKeeperConnection consumerConnection;

	private ZooKeeperServiceDocuments operator;

	private ZooKeeperServiceDocuments consumer;

	@BeforeEach
	void open() throws Exception {
		this.server = new TestingServer();
		this.operatorConnection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.consumerConnection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.operator = new ZooKeeperServiceDocuments(this.operatorConnection, MERGE);
		this.consumer = new ZooKeeperServiceDocuments(this.consumerConnection, MERGE);
		assertThat(this.operatorConnection.awaitConnected(LONG)).isTrue();
		assertThat(this.consumerConnection.awaitConnected(LONG)).isTrue();
	}

	@AfterEach
	void close() throws Exception {
		this.operator.close();
		this.consumer.close();
		this.operatorConnection.close();
		this.consumerConnection.close();
		this.server.close();
	}

	@Test
	void whatIsWrittenIsSeenByThoseWhoFollow() throws Exception {
		List<ServiceDocument> seen = new CopyOnWriteArrayList<>();
		Subscription subscription = this.consumer.subscribe(USERS, seen::add);
		await().atMost(LONG).until(() -> seen.size() == 1);
		assertThat(seen.get(0).content()).isNull();
		assertThat(seen.get(0).version()).isEqualTo(ServiceDocument.NO_VERSION);

		ServiceDocument first = write("one", ServiceDocument.NO_VERSION);
		await().atMost(LONG).until(() -> seen.contains(first));
		assertThat(first).isEqualTo(new ServiceDocument(USERS, "one", 0, ServiceDocument.State.LIVE, "one"));
		ServiceDocument second = write("two", first.version());
		await().atMost(LONG).until(() -> seen.contains(second));
		assertThat(this.consumer.document(USERS)).isEqualTo(second);

		subscription.close();
		write("three", second.version());
		await().atMost(LONG).until(() -> "three".equals(this.consumer.document(USERS).content()));
		assertThat(seen).extracting(ServiceDocument::content).containsExactly(null, "one", "two");
	}

	@Test
	void documentsOfSeveralServicesAreWrittenTogetherOrNotAtAll() throws Exception {
		assertThat(this.operator
			.writeAll(List.of(new Write(USERS, "one", ServiceDocument.NO_VERSION),
					new Write(FRIENDS, "two", ServiceDocument.NO_VERSION)))
			.toCompletableFuture()
			.get(LONG.toSeconds(), TimeUnit.SECONDS)).extracting(ServiceDocument::version).containsExactly(0, 0);
		assertThat(this.operator.writeAll(List.of(new Write(USERS, "three", 0), new Write(FRIENDS, "four", 7)))
			.toCompletableFuture()).failsWithin(LONG)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(DocumentChangedException.class)
			.withMessageContaining(FRIENDS.value());
		await().atMost(LONG).until(() -> "two".equals(this.consumer.document(FRIENDS).content()));
		assertThat(write("five", 0).version()).as("nothing was written to the other").isEqualTo(1);
	}

	@Test
	void servicesWithADocumentAreListedAndChangesAreTold() throws Exception {
		List<String> changes = new CopyOnWriteArrayList<>();
		this.consumer.onChange(() -> changes.add("changed"));
		assertThat(this.consumer.services()).isEmpty();
		write("one", ServiceDocument.NO_VERSION);
		await().atMost(LONG).until(() -> this.consumer.services().equals(Set.of(USERS)));
		await().atMost(LONG).until(() -> !changes.isEmpty());
		assertThat(this.consumer.document(FRIENDS).content()).isNull();
	}

	@Test
	void theSlowerOfTwoWritersIsTold() throws Exception {
		ServiceDocument first = write("one", ServiceDocument.NO_VERSION);
		write("two", first.version());
		assertConflict(first.version());
		assertConflict(ServiceDocument.NO_VERSION);
		assertConflict(7);
	}

	@Test
	void aWriterIsToldThatZooKeeperIsOutOfReach() throws Exception {
		this.server.stop();
		await().atMost(LONG).until(() -> this.operatorConnection.state() != RegistryConnection.State.CONNECTED);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write("one", ServiceDocument.NO_VERSION))
			.withCauseInstanceOf(RegistryAccessException.class)
			.withMessageContaining("out of reach");
	}

	@Test
	void aDocumentIsStaleWhileZooKeeperIsAwayAndRightAfterwards() throws Exception {
		ServiceDocument first = write("one", ServiceDocument.NO_VERSION);
		await().atMost(LONG).until(() -> this.consumer.document(USERS).equals(first));
		this.server.stop();
		await().atMost(LONG).until(() -> this.consumer.document(USERS).state() == ServiceDocument.State.STALE);
		assertThat(this.consumer.document(USERS).content()).isEqualTo("one");
		this.server.restart();
		await().atMost(LONG).until(() -> this.consumer.document(USERS).equals(first));
	}

	@Test
	void whoMayNotReadIsToldSoAndWhoMayNotWriteToo() throws Exception {
		ZooKeeperSettings plain = Fixtures.settings(this.server.getConnectString());
		ZooKeeperSettings named = new ZooKeeperSettings(plain.connectString(), plain.namespace(),
				plain.sessionTimeout(), plain.operationTimeout(),
				new ZooKeeperSettings.Credentials("operator", "secret"), NodeAccess.PRIVATE, Map.of());
		try (ZooKeeperConnection connection = Fixtures.open(named);
				ZooKeeperServiceDocuments documents = new ZooKeeperServiceDocuments(connection, MERGE)) {
			assertThat(connection.awaitConnected(LONG)).isTrue();
			await().atMost(LONG).ignoreExceptions().until(() -> {
				documents.write(USERS, "one", ServiceDocument.NO_VERSION).toCompletableFuture().get();
				return true;
			});
			await().atMost(LONG).until(() -> this.consumer.document(USERS).state() == ServiceDocument.State.DENIED);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write("two", 0))
				.withCauseInstanceOf(RegistryAccessException.class)
				.withMessageContaining("No permission")
				.withMessageContaining("/governance/services/demo.UserService");
		}
	}

	@Test
	void aTextThatCannotBeReadComesWithTheLastOneThatCouldBeAfterARestartToo(@TempDir Path snapshots,
			@TempDir Path empty) throws Exception {
		ServiceDocument first = write("one", ServiceDocument.NO_VERSION);
		try (Raw raw = new Raw(this.server.getConnectString())) {
			raw.ephemeral("/mprpc/test/services/demo.UserService/Login/10.0.0.1:9090", "");
			try (Follower follower = new Follower(snapshots)) {
				await().atMost(LONG).until(() -> follower.documents.document(USERS).equals(first));
				await().atMost(LONG).until(() -> follower.directory.view(USERS).instances().size() == 1);
				ServiceDocument bad = write("bad", first.version());
				await().atMost(LONG).until(() -> follower.documents.document(USERS).version() == bad.version());
				assertThat(follower.documents.document(USERS))
					.isEqualTo(new ServiceDocument(USERS, "bad", 1, ServiceDocument.State.LIVE, "one"));
			}
			try (Follower restarted = new Follower(snapshots)) {
				await().atMost(LONG)
					.until(() -> restarted.documents.document(USERS).state() == ServiceDocument.State.LIVE);
				assertThat(restarted.documents.document(USERS).lastReadable()).isEqualTo("one");
				await().atMost(LONG).until(() -> restarted.directory.view(USERS).instances().size() == 1);
			}
			try (Follower fresh = new Follower(empty)) {
				await().atMost(LONG).until(() -> fresh.documents.document(USERS).state() == ServiceDocument.State.LIVE);
				assertThat(fresh.documents.document(USERS).lastReadable()).isNull();
				await().atMost(LONG).until(() -> fresh.directory.view(USERS).instances().size() == 1);
			}
		}
		try (Stream<Path> files = Files.walk(empty)) {
			assertThat(files.filter(Files::isRegularFile)).as("a view without its rules is of no use").isEmpty();
		}
	}

	@Test
	void aSnapshotThatDoesNotTellTheRulesIsNotUsed(@TempDir Path snapshots) throws Exception {
		String address = "127.0.0.1:1";
		Path file = snapshots.resolve(FileName.of(address)).resolve("test").resolve("demo.UserService.json");
		Files.createDirectories(file.getParent());
		Files.writeString(file, """
				{"format":"mprpc-view-1","registry":"%s","namespace":"test","service":"demo.UserService",
				"asOf":"2026-11-20T12:00:00Z","instances":[{"endpoint":"10.0.0.1:9090","methods":["Login"]}]}"""
			.formatted(address));
		try (Follower offline = new Follower(address, snapshots)) {
			offline.directory.view(USERS);
			CompletableFuture<String> asked = new CompletableFuture<>();
			// Later on the same thread than the view.
			await().pollDelay(Duration.ofMillis(100)).atMost(LONG).until(() -> {
				offline.directory.snapshots().readRules(USERS, (text) -> asked.complete(String.valueOf(text)));
				return asked.isDone();
			});
			assertThat(asked.get()).isEqualTo("null");
			assertThat(offline.directory.view(USERS).isKnown()).isFalse();
			assertThat(offline.documents.document(USERS).isKnown()).isFalse();
		}
	}

	private void assertConflict(int expectedVersion) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write("late", expectedVersion))
			.withCauseInstanceOf(DocumentChangedException.class)
			.withMessageContaining("demo.UserService")
			.withMessageContaining("somebody else");
	}

	/** A process that reads every text but one. */
	private final class Follower implements AutoCloseable {

		final ZooKeeperConnection connection;

		final ZooKeeperInstanceDirectory directory;

		final ZooKeeperServiceDocuments documents;

		Follower(Path snapshots) {
			this(ZooKeeperServiceDocumentsTests.this.server.getConnectString(), snapshots);
		}

		Follower(String address, Path snapshots) {
			this.connection = Fixtures.open(Fixtures.settings(address));
			this.directory = new ZooKeeperInstanceDirectory(this.connection,
					new DirectorySettings(MERGE, snapshots, Duration.ofMillis(20)));
			this.documents = new ZooKeeperServiceDocuments(this.connection, MERGE, this.directory,
					(text) -> !text.equals("bad"));
		}

		@Override
		public void close() {
			this.documents.close();
			this.directory.close();
			this.connection.close();
		}

	}

	private ServiceDocument write(String content, int expectedVersion) throws Exception {
		return this.operator.write(USERS, content, expectedVersion).toCompletableFuture().get();
	}

}
