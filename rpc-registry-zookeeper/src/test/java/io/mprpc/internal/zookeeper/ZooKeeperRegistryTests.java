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

package io.mprpc.internal.zookeeper;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperApplicationDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for publishing by one process and discovery by another, on a real ZooKeeper
 * server.
 */
class ZooKeeperRegistryTests {

	private TestingServer server;

	private ZooKeeperConnection providerConnection;

	private ZooKeeperConnection consumerConnection;

	private ZooKeeperInstancePublisher publisher;

	private ZooKeeperInstanceDirectory directory;

	private ZooKeeperApplicationDirectory applications;

	@BeforeEach
	void open() throws Exception {
		this.server = new TestingServer();
		this.providerConnection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.consumerConnection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.publisher = new ZooKeeperInstancePublisher(this.providerConnection);
		this.directory = new ZooKeeperInstanceDirectory(this.consumerConnection, DirectorySettings.DEFAULT);
		this.applications = new ZooKeeperApplicationDirectory(this.consumerConnection,
				DirectorySettings.DEFAULT.debounce());
		assertThat(this.providerConnection.awaitConnected(LONG)).isTrue();
	}

	@AfterEach
	void close() throws Exception {
		this.applications.close();
		this.directory.close();
		this.publisher.close();
		this.consumerConnection.close();
		this.providerConnection.close();
		this.server.close();
	}

	@Test
	void anInstanceIsSeenWithItsMethodsAndMetadata() {
		List<ServiceView> views = new CopyOnWriteArrayList<>();
		this.directory.subscribe(USERS, views::add);
		await().atMost(LONG).until(() -> !views.isEmpty());
		assertThat(views.get(0).state()).isEqualTo(ServiceView.State.LIVE);
		assertThat(views.get(0).instances()).isEmpty();

		Publication publication = this.publisher
			.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login", "Register"));

		await().atMost(LONG).until(() -> views.size() > 1);
		RpcInstance instance = views.get(1).instances().get(0);
		assertThat(instance.endpoint()).isEqualTo(new Endpoint("10.0.0.1", 9090));
		assertThat(instance.methods()).containsExactlyInAnyOrder("Login", "Register");
		assertThat(instance.metadata()).isEqualTo(Fixtures.metadata("uuid-1", START));
		await().atMost(LONG).until(() -> publication.state() == Publication.State.PUBLISHED);
		assertThat(publication.reason()).isEmpty();
	}

	@Test
	void anInstanceThatWasThereBeforeIsSeen() {
		Publication publication = this.publisher
			.publish(Fixtures.provider("[2001:db8::1]:9090", "uuid-1", START, "Login"));
		await().atMost(LONG).until(() -> publication.state() == Publication.State.PUBLISHED);

		await().atMost(LONG).until(() -> !this.directory.view(USERS).instances().isEmpty());

		assertThat(this.directory.view(USERS).instances().get(0).endpoint().host()).isEqualTo("2001:db8::1");
		await().atMost(LONG).until(() -> this.directory.services().equals(Set.of(USERS)));
	}

	@Test
	void aStatusIsSeenAndTheNodesStay() {
		Publication publication = this.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		assertThat(publication.status(InstanceStatus.OUT_OF_SERVICE)).isTrue();

		await().atMost(LONG).until(() -> !this.directory.view(USERS).instances().isEmpty());
		assertThat(this.directory.view(USERS).instances().get(0).metadata().status())
			.isEqualTo(InstanceStatus.OUT_OF_SERVICE);
		assertThat(publication.instance().metadata().status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);

		assertThat(publication.status(InstanceStatus.UP)).isTrue();
		await().atMost(LONG)
			.until(() -> this.directory.view(USERS).instances().get(0).metadata().status() == InstanceStatus.UP);
	}

	@Test
	void aWithdrawnInstanceIsGoneWhenCloseReturns() throws Exception {
		Publication publication = this.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
		await().atMost(LONG).until(() -> !this.directory.view(USERS).instances().isEmpty());

		publication.close();

		assertThat(publication.state()).isEqualTo(Publication.State.WITHDRAWN);
		try (Raw raw = new Raw(this.server.getConnectString())) {
			assertThat(raw.children("/mprpc/test/services/demo.UserService/Login")).isEmpty();
			assertThat(raw.children("/mprpc/test/services/demo.UserService/.meta")).isEmpty();
			assertThat(raw.children("/mprpc/test/applications/users")).isEmpty();
		}
		await().atMost(LONG).until(() -> this.directory.view(USERS).instances().isEmpty());
		assertThat(this.directory.view(USERS).state()).isEqualTo(ServiceView.State.LIVE);
	}

	@Test
	void anApplicationIsSeenWithItsHttpPort() {
		this.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));

		await().atMost(LONG).until(() -> !this.applications.instances("users").isEmpty());

		ApplicationInstance instance = this.applications.instances("users").get(0);
		assertThat(instance.port()).isEqualTo(8080);
		assertThat(instance.host()).isEqualTo("10.0.0.1");
		assertThat(instance.metadata()).containsEntry(ApplicationInstance.GRPC_PORT, "9090")
			.containsEntry("team", "accounts");
		await().atMost(LONG).until(() -> this.applications.applications().equals(Set.of("users")));
	}

	@Test
	void aReferenceStandsUntilItIsClosed() throws Exception {
		ConsumerReference reference = new ConsumerReference(USERS, "web", "10.0.0.2", 4711);
		try (Raw raw = new Raw(this.server.getConnectString())) {
			var registration = this.publisher.registerConsumer(reference);
			String path = "/mprpc/test/consumers/demo.UserService/web@10.0.0.2:4711";
			await().atMost(LONG).until(() -> raw.exists(path));
			registration.close();
			await().atMost(LONG).until(() -> !raw.exists(path));
		}
	}

}
