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

package io.mprpc.internal.zookeeper.directory;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.document.ZooKeeperDocumentStore;
import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names that are removed from a real ZooKeeper server.
 */
class ZooKeeperServiceNamesTests {

	private TestingServer server;

	private ZooKeeperConnection connection;

	private ZooKeeperServiceNames names;

	private ZooKeeperDocumentStore documents;

	private CuratorFramework client;

	private ZnodeLayout layout;

	@BeforeEach
	void open() throws Exception {
		this.server = new TestingServer();
		this.connection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.names = new ZooKeeperServiceNames(this.connection);
		this.documents = new ZooKeeperDocumentStore(this.connection, Duration.ofMillis(20));
		this.client = CuratorFrameworkFactory.newClient(this.server.getConnectString(), new RetryOneTime(100));
		this.client.start();
		assertThat(this.connection.awaitConnected(LONG)).isTrue();
		this.layout = this.connection.layout();
		create(this.layout.service(USERS) + "/Login");
		create(this.layout.service(USERS) + "/.meta");
		create(this.layout.consumers() + '/' + USERS);
	}

	@AfterEach
	void close() throws Exception {
		this.client.close();
		this.documents.close();
		this.names.close();
		this.connection.close();
		this.server.close();
	}

	@Test
	void aNameGoesWithTheEmptyDocumentOfOperators() throws Exception {
		Document document = this.documents.write(DocumentName.rules(USERS), "{}", Document.NO_VERSION)
			.toCompletableFuture()
			.get(LONG.toSeconds(), TimeUnit.SECONDS);
		assertThat(remove(document.version() + 1)).as("a document that has changed").isFalse();
		assertThat(exists(this.layout.service(USERS) + "/Login")).isTrue();
		assertThat(remove(document.version())).isTrue();
		assertThat(exists(this.layout.service(USERS))).isFalse();
		assertThat(exists(this.layout.governedService(USERS))).isFalse();
		assertThat(exists(this.layout.consumers() + '/' + USERS)).isFalse();
		assertThat(remove(Document.NO_VERSION)).as("gone already").isTrue();
	}

	@Test
	void anInstanceOrAConsumerKeepsAllOfIt() throws Exception {
		create(this.layout.service(USERS) + "/Login/10.0.0.1:9090");
		assertThat(remove(Document.NO_VERSION)).isFalse();
		this.client.delete().forPath(this.layout.service(USERS) + "/Login/10.0.0.1:9090");
		create(this.layout.consumers() + '/' + USERS + "/web@10.0.0.2:1");
		assertThat(remove(Document.NO_VERSION)).isFalse();
		assertThat(exists(this.layout.service(USERS) + "/.meta")).isTrue();
	}

	private boolean remove(int version) throws Exception {
		return this.names.remove(USERS, version).toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
	}

	private void create(String path) throws Exception {
		this.client.create().creatingParentsIfNeeded().forPath(path, new byte[0]);
	}

	private boolean exists(String path) throws Exception {
		return this.client.checkExists().forPath(path) != null;
	}

}
