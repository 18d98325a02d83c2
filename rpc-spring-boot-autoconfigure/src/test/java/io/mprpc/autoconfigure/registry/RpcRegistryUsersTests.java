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

package io.mprpc.autoconfigure.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.zookeeper.document.ZooKeeperDocumentStore;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.NamespaceAclInitializer;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Applications of two users share a registry that knows them, and its operator governs.
 */
class RpcRegistryUsersTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final ZnodeLayout LAYOUT = new ZnodeLayout("default");

	private static final Endpoint OF_ALICE = new Endpoint("10.0.0.1", 9090);

	private static final Endpoint OF_BOB = new Endpoint("10.0.0.2", 9090);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RpcRegistryAutoConfiguration.class))
		.withPropertyValues("rpc.registry.snapshot.enabled=false", "rpc.registry.session-timeout=10s");

	private EmbeddedZooKeeper server;

	@BeforeEach
	void start() {
		this.server = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults()
			.withAccess(new ServerAccess(null, Map.of("alice", "secret-of-alice", "bob", "secret-of-bob"),
					new ServerAccess.User("operator", "secret-of-operator"))));
		operator().run((operator) -> {
			try (NamespaceAclInitializer guard = new NamespaceAclInitializer(
					operator.getBean(ZooKeeperConnection.class))) {
				guard.done().get(LONG.toSeconds(), TimeUnit.SECONDS);
			}
		});
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void bothRegisterTheSameServiceAndSeeEachOther() {
		user("alice").run((alice) -> {
			publish(alice.getBean(InstancePublisher.class), OF_ALICE);
			user("bob").run((bob) -> {
				Publication ofBob = publish(bob.getBean(InstancePublisher.class), OF_BOB);
				awaitInstances(alice.getBean(InstanceDirectory.class), 2);
				awaitInstances(bob.getBean(InstanceDirectory.class), 2);
				assertThat(ofBob.status(InstanceStatus.OUT_OF_SERVICE)).isTrue();
				ofBob.close();
				awaitInstances(alice.getBean(InstanceDirectory.class), 1);
			});
		});
	}

	@Test
	void aRestartedApplicationTakesItsOwnNodesOver() {
		user("alice").run((alice) -> {
			publish(alice.getBean(InstancePublisher.class), OF_ALICE);
			user("bob").run((bob) -> publish(bob.getBean(InstancePublisher.class), OF_BOB));
			user("alice").run((again) -> publish(again.getBean(InstancePublisher.class), OF_ALICE));
		});
	}

	@Test
	void neitherChangesOrDeletesWhatTheOtherRegistered() {
		user("alice").run((alice) -> {
			publish(alice.getBean(InstancePublisher.class), OF_ALICE);
			user("bob").run((bob) -> {
				publish(bob.getBean(InstancePublisher.class), OF_BOB);
				try (ZooKeeper client = client("bob")) {
					assertDenied(() -> client.delete(LAYOUT.instance(USERS, "Login", OF_ALICE), -1));
					assertDenied(() -> client.setData(LAYOUT.metadata(USERS, OF_ALICE), new byte[0], -1));
					assertDenied(() -> client.setACL(LAYOUT.method(USERS, "Login"), Ids.OPEN_ACL_UNSAFE, -1));
				}
				// The first to come made the nodes of the service, but owns no more for
				// it.
				try (ZooKeeper client = client("alice")) {
					assertDenied(() -> client.delete(LAYOUT.instance(USERS, "Login", OF_BOB), -1));
					assertDenied(() -> client.delete(LAYOUT.metadata(USERS, OF_BOB), -1));
					assertDenied(() -> client.setData(LAYOUT.metadata(USERS, OF_BOB), new byte[0], -1));
					assertDenied(() -> client.setACL(LAYOUT.method(USERS, "Login"), Ids.OPEN_ACL_UNSAFE, -1));
					client.delete(LAYOUT.instance(USERS, "Login", OF_ALICE), -1);
				}
			});
		});
	}

	@Test
	void onlyTheOperatorGoverns() {
		operator().run((operator) -> {
			try (ZooKeeperDocumentStore documents = new ZooKeeperDocumentStore(
					operator.getBean(ZooKeeperConnection.class), Duration.ofMillis(20));
					ZooKeeper bob = client("bob")) {
				await().atMost(LONG).ignoreExceptions().until(() -> {
					documents.write(DocumentName.rules(USERS), "rules", Document.NO_VERSION)
						.toCompletableFuture()
						.get();
					return true;
				});
				String path = LAYOUT.governedService(USERS);
				assertThat(bob.getData(path, false, null)).asString().isEqualTo("rules");
				assertDenied(() -> bob.setData(path, new byte[0], -1));
				assertDenied(() -> bob.delete(path, -1));
				assertDenied(() -> bob.create(LAYOUT.governedServices() + "/demo.Other", new byte[0],
						Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT));
				assertDenied(() -> bob.create(LAYOUT.governedConsumers() + "/web", new byte[0], Ids.CREATOR_ALL_ACL,
						CreateMode.PERSISTENT));
				assertDenied(() -> bob.create(LAYOUT.root() + "/other", new byte[0], Ids.CREATOR_ALL_ACL,
						CreateMode.PERSISTENT));
				assertThatExceptionOfType(KeeperException.NotEmptyException.class)
					.isThrownBy(() -> bob.delete("/mprpc", -1));
			}
		});
	}

	@Test
	void whoIsNotKnownNeitherReadsNorWrites() throws Exception {
		try (ZooKeeper anonymous = new ZooKeeper(this.server.connectString(), 10_000, null)) {
			assertThatExceptionOfType(KeeperException.class)
				.isThrownBy(() -> anonymous.getChildren(LAYOUT.services(), false));
		}
		for (String login : List.of("alice:guessed", "mallory:secret", "operator:guessed", ":")) {
			try (ZooKeeper stranger = new ZooKeeper(this.server.connectString(), 10_000, null)) {
				stranger.addAuthInfo("digest", login.getBytes(StandardCharsets.UTF_8));
				assertThatExceptionOfType(KeeperException.class).as(login)
					.isThrownBy(() -> stranger.create(LAYOUT.services() + "/demo.Other", new byte[0],
							Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
			}
		}
		try (ZooKeeper claimed = new ZooKeeper(this.server.connectString(), 10_000, null)) {
			claimed.addAuthInfo("certificate", "CN=alice".getBytes(StandardCharsets.UTF_8));
			assertThatExceptionOfType(KeeperException.class)
				.isThrownBy(() -> claimed.getChildren(LAYOUT.services(), false));
		}
	}

	@Test
	void failFastNamesCredentialsThatAreNotAccepted() {
		user("alice")
			.withPropertyValues("rpc.registry.auth.password=guessed", "rpc.registry.fail-fast=true",
					"rpc.registry.connection-timeout=500ms")
			.run((context) -> {
				FailureAnalysis analysis = new ZooKeeperUnavailableFailureAnalyzer()
					.analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).contains("authentication failed", "'alice'", "500 ms")
					.doesNotContain("guessed");
				assertThat(analysis.getAction()).contains("rpc.registry.auth.password");
			});
	}

	private ApplicationContextRunner operator() {
		return user("operator").withPropertyValues("rpc.registry.auth.access=readable");
	}

	private ApplicationContextRunner user(String name) {
		return this.runner.withPropertyValues("rpc.registry.connect-string=" + this.server.connectString(),
				"rpc.registry.auth.username=" + name, "rpc.registry.auth.password=secret-of-" + name);
	}

	private ZooKeeper client(String name) throws Exception {
		ZooKeeper client = new ZooKeeper(this.server.connectString(), 10_000, null);
		client.addAuthInfo("digest", (name + ":secret-of-" + name).getBytes(StandardCharsets.UTF_8));
		return client;
	}

	private static void assertDenied(ThrowingCallable action) {
		assertThatExceptionOfType(KeeperException.NoAuthException.class).isThrownBy(action);
	}

	private static Publication publish(InstancePublisher publisher, Endpoint endpoint) {
		Publication publication = publisher.publish(new ProviderInstance("users", endpoint,
				List.of(new RpcInstance(USERS, endpoint, Set.of("Login"), InstanceMetadata.UNKNOWN)),
				InstanceMetadata.UNKNOWN, Map.of()));
		await().atMost(LONG).until(() -> publication.state() == Publication.State.PUBLISHED);
		return publication;
	}

	private static void awaitInstances(InstanceDirectory instances, int count) {
		await().atMost(LONG).until(() -> instances.view(USERS).instances().size() == count);
	}

}
