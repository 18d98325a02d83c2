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

package io.mprpc.internal.zookeeper.document;

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

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.session.NodeAccess;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.internal.zookeeper.snapshot.FileName;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore.Write;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.Subscription;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.mprpc.internal.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Documents that one process writes and another follows, on a real ZooKeeper server.
 */
class ZooKeeperDocumentStoreTests {

	private static final Duration MERGE = Duration.ofMillis(20);

	private static final DocumentName USER_RULES = DocumentName.rules(USERS);

	private static final DocumentName FRIEND_RULES = DocumentName.rules(FRIENDS);

	private TestingServer server;

	private ZooKeeperConnection operatorConnection;

	private ZooKeeperConnection consumerConnection;

	private ZooKeeperDocumentStore operator;

	private ZooKeeperDocumentStore consumer;

	@BeforeEach
	void open() throws Exception {
		this.server = new TestingServer();
		this.operatorConnection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.consumerConnection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.operator = new ZooKeeperDocumentStore(this.operatorConnection, MERGE);
		this.consumer = new ZooKeeperDocumentStore(this.consumerConnection, MERGE);
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
		List<Document> seen = new CopyOnWriteArrayList<>();
		Subscription subscription = this.consumer.subscribe(USER_RULES, seen::add);
		await().atMost(LONG).until(() -> seen.size() == 1);
		assertThat(seen.get(0).content()).isNull();
		assertThat(seen.get(0).version()).isEqualTo(Document.NO_VERSION);

		Document first = write("one", Document.NO_VERSION);
		await().atMost(LONG).until(() -> seen.contains(first));
		assertThat(first).isEqualTo(new Document(USER_RULES, "one", 0, Document.State.LIVE, "one"));
		Document second = write("two", first.version());
		await().atMost(LONG).until(() -> seen.contains(second));
		assertThat(this.consumer.document(USER_RULES)).isEqualTo(second);

		subscription.close();
		write("three", second.version());
		await().atMost(LONG).until(() -> "three".equals(this.consumer.document(USER_RULES).content()));
		assertThat(seen).extracting(Document::content).containsExactly(null, "one", "two");
	}

	@Test
	void documentsHaveAnyName() throws Exception {
		DocumentName settings = DocumentName.of("config", "shop: 1/2");
		DocumentName revision = DocumentName.of("governance", "history", "policies", USERS.value(), "1");
		List<Document> seen = new CopyOnWriteArrayList<>();
		this.consumer.subscribe(settings, seen::add);
		assertThat(this.consumer.names(DocumentName.of("config"))).isEmpty();
		Document written = this.operator.write(settings, "one", Document.NO_VERSION).toCompletableFuture().get();
		await().atMost(LONG).until(() -> seen.contains(written));
		await().atMost(LONG).until(() -> this.consumer.names(DocumentName.of("config")).equals(Set.of("shop: 1/2")));
		assertThat(this.operator.location(settings)).isEqualTo("znode /mprpc/test/config/shop: 1%2F2");

		List<Document> both = this.operator
			.writeAll(List.of(new Write(revision, "one", Document.NO_VERSION), new Write(settings, "two", 0)))
			.toCompletableFuture()
			.get();
		assertThat(both).extracting(Document::version).containsExactly(0, 1);
		await().atMost(LONG).until(() -> seen.contains(both.get(1)));
		assertThat(this.operator.remove(settings, 0).toCompletableFuture()).failsWithin(LONG)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(DocumentChangedException.class)
			.withMessageContaining("shop: 1/2");
		assertThat(this.operator.remove(settings, 1).toCompletableFuture().get())
			.returns(Document.NO_VERSION, Document::version)
			.returns(null, Document::content);
		await().atMost(LONG).until(() -> this.consumer.names(DocumentName.of("config")).isEmpty());
		await().atMost(LONG).until(() -> this.consumer.document(settings).content() == null);
		assertThat(seen).extracting(Document::content).containsExactly(null, "one", "two", null);
	}

	@Test
	void documentsOfSeveralServicesAreWrittenTogetherOrNotAtAll() throws Exception {
		assertThat(this.operator
			.writeAll(List.of(new Write(USER_RULES, "one", Document.NO_VERSION),
					new Write(FRIEND_RULES, "two", Document.NO_VERSION)))
			.toCompletableFuture()
			.get(LONG.toSeconds(), TimeUnit.SECONDS)).extracting(Document::version).containsExactly(0, 0);
		assertThat(
				this.operator.writeAll(List.of(new Write(USER_RULES, "three", 0), new Write(FRIEND_RULES, "four", 7)))
					.toCompletableFuture())
			.failsWithin(LONG)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(DocumentChangedException.class)
			.withMessageContaining(FRIENDS.value());
		await().atMost(LONG).until(() -> "two".equals(this.consumer.document(FRIEND_RULES).content()));
		assertThat(write("five", 0).version()).as("nothing was written to the other").isEqualTo(1);
	}

	@Test
	void servicesWithADocumentAreListedAndChangesAreTold() throws Exception {
		List<String> changes = new CopyOnWriteArrayList<>();
		this.consumer.onChange(() -> changes.add("changed"));
		assertThat(this.consumer.names(DocumentName.RULES)).isEmpty();
		write("one", Document.NO_VERSION);
		await().atMost(LONG).until(() -> this.consumer.names(DocumentName.RULES).equals(Set.of(USERS.value())));
		await().atMost(LONG).until(() -> !changes.isEmpty());
		assertThat(this.consumer.document(FRIEND_RULES).content()).isNull();
	}

	@Test
	void theSlowerOfTwoWritersIsTold() throws Exception {
		Document first = write("one", Document.NO_VERSION);
		write("two", first.version());
		assertConflict(first.version());
		assertConflict(Document.NO_VERSION);
		assertConflict(7);
	}

	@Test
	void aWriterIsToldThatZooKeeperIsOutOfReach() throws Exception {
		this.server.stop();
		await().atMost(LONG).until(() -> this.operatorConnection.state() != RegistryConnection.State.CONNECTED);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write("one", Document.NO_VERSION))
			.withCauseInstanceOf(RegistryAccessException.class)
			.withMessageContaining("out of reach");
	}

	@Test
	void aDocumentIsStaleWhileZooKeeperIsAwayAndRightAfterwards() throws Exception {
		Document first = write("one", Document.NO_VERSION);
		await().atMost(LONG).until(() -> this.consumer.document(USER_RULES).equals(first));
		this.server.stop();
		await().atMost(LONG).until(() -> this.consumer.document(USER_RULES).state() == Document.State.STALE);
		assertThat(this.consumer.document(USER_RULES).content()).isEqualTo("one");
		this.server.restart();
		await().atMost(LONG).until(() -> this.consumer.document(USER_RULES).equals(first));
	}

	@Test
	void whoMayNotReadIsToldSoAndWhoMayNotWriteToo() throws Exception {
		ZooKeeperSettings plain = Fixtures.settings(this.server.getConnectString());
		ZooKeeperSettings named = new ZooKeeperSettings(plain.connectString(), plain.namespace(),
				plain.sessionTimeout(), plain.operationTimeout(),
				new ZooKeeperSettings.Credentials("operator", "secret"), NodeAccess.PRIVATE, Map.of());
		try (ZooKeeperConnection connection = Fixtures.open(named);
				ZooKeeperDocumentStore documents = new ZooKeeperDocumentStore(connection, MERGE)) {
			assertThat(connection.awaitConnected(LONG)).isTrue();
			await().atMost(LONG).ignoreExceptions().until(() -> {
				documents.write(USER_RULES, "one", Document.NO_VERSION).toCompletableFuture().get();
				return true;
			});
			await().atMost(LONG).until(() -> this.consumer.document(USER_RULES).state() == Document.State.DENIED);
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write("two", 0))
				.withCauseInstanceOf(RegistryAccessException.class)
				.withMessageContaining("No permission")
				.withMessageContaining("/governance/services/demo.UserService");
		}
	}

	@Test
	void aTextThatCannotBeReadComesWithTheLastOneThatCouldBeAfterARestartToo(@TempDir Path snapshots,
			@TempDir Path empty) throws Exception {
		Document first = write("one", Document.NO_VERSION);
		try (Raw raw = new Raw(this.server.getConnectString())) {
			raw.ephemeral("/mprpc/test/services/demo.UserService/Login/10.0.0.1:9090", "");
			try (Follower follower = new Follower(snapshots)) {
				await().atMost(LONG).until(() -> follower.documents.document(USER_RULES).equals(first));
				await().atMost(LONG).until(() -> follower.directory.view(USERS).instances().size() == 1);
				Document bad = write("bad", first.version());
				await().atMost(LONG).until(() -> follower.documents.document(USER_RULES).version() == bad.version());
				assertThat(follower.documents.document(USER_RULES))
					.isEqualTo(new Document(USER_RULES, "bad", 1, Document.State.LIVE, "one"));
			}
			try (Follower restarted = new Follower(snapshots)) {
				await().atMost(LONG)
					.until(() -> restarted.documents.document(USER_RULES).state() == Document.State.LIVE);
				assertThat(restarted.documents.document(USER_RULES).lastReadable()).isEqualTo("one");
				await().atMost(LONG).until(() -> restarted.directory.view(USERS).instances().size() == 1);
			}
			try (Follower fresh = new Follower(empty)) {
				await().atMost(LONG).until(() -> fresh.documents.document(USER_RULES).state() == Document.State.LIVE);
				assertThat(fresh.documents.document(USER_RULES).lastReadable()).isNull();
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
			assertThat(offline.documents.document(USER_RULES).isKnown()).isFalse();
		}
	}

	private void assertConflict(int expectedVersion) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> write("late", expectedVersion))
			.withCauseInstanceOf(DocumentChangedException.class)
			.withMessageContaining("demo.UserService")
			.withMessageContaining("another process");
	}

	/** A process that reads every text but one. */
	private final class Follower implements AutoCloseable {

		final ZooKeeperConnection connection;

		final ZooKeeperInstanceDirectory directory;

		final ZooKeeperDocumentStore documents;

		Follower(Path snapshots) {
			this(ZooKeeperDocumentStoreTests.this.server.getConnectString(), snapshots);
		}

		Follower(String address, Path snapshots) {
			this.connection = Fixtures.open(Fixtures.settings(address));
			this.directory = new ZooKeeperInstanceDirectory(this.connection,
					new DirectorySettings(MERGE, snapshots, Duration.ofMillis(20)));
			this.documents = new ZooKeeperDocumentStore(this.connection, MERGE, this.directory,
					(name, text) -> !text.equals("bad"));
		}

		@Override
		public void close() {
			this.documents.close();
			this.directory.close();
			this.connection.close();
		}

	}

	private Document write(String content, int expectedVersion) throws Exception {
		return this.operator.write(USER_RULES, content, expectedVersion).toCompletableFuture().get();
	}

}
