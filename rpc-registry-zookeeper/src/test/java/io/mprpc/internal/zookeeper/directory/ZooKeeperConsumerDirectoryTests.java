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
import java.util.List;
import java.util.stream.IntStream;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.TcpProxy;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.internal.zookeeper.Fixtures.FRIENDS;
import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for references that one process registers and another follows.
 */
class ZooKeeperConsumerDirectoryTests {

	private static final String KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

	private static final String OTHER_KEY = "A".repeat(43);

	private TestingServer server;

	private ZooKeeperConnection connection;

	private ZooKeeperInstancePublisher publisher;

	private ZooKeeperConsumerDirectory directory;

	@BeforeEach
	void open() throws Exception {
		this.server = new TestingServer();
		this.connection = Fixtures.open(Fixtures.settings(this.server.getConnectString()));
		this.publisher = new ZooKeeperInstancePublisher(this.connection);
		this.directory = new ZooKeeperConsumerDirectory(this.connection, Duration.ofMillis(20));
		assertThat(this.connection.awaitConnected(LONG)).isTrue();
	}

	@AfterEach
	void close() throws Exception {
		this.directory.close();
		this.publisher.close();
		this.connection.close();
		this.server.close();
	}

	@Test
	void referencesComeAndGo() {
		await().atMost(LONG).until(this.directory::isKnown);
		assertThat(this.directory.references()).isEmpty();
		ConsumerReference web = new ConsumerReference(USERS, "web", "10.0.0.9", 4711);
		ConsumerReference batch = new ConsumerReference(USERS, "batch", "2001:db8::1", 12);
		ConsumerReference friends = new ConsumerReference(FRIENDS, "web", "10.0.0.9", 4711);
		Subscription first = this.publisher.registerConsumer(web);
		this.publisher.registerConsumer(batch);
		this.publisher.registerConsumer(friends);
		await().atMost(LONG).until(() -> this.directory.references().size() == 3);
		assertThat(this.directory.references()).containsExactly(friends, batch, web);
		assertThat(this.directory.references(USERS)).containsExactly(batch, web);
		first.close();
		await().atMost(LONG).until(() -> this.directory.references(USERS).equals(List.of(batch)));
	}

	@Test
	void whatWasThereBeforeAndWhatChangedDuringAnOutageIsSeen() throws Exception {
		ConsumerReference web = new ConsumerReference(USERS, "web", "10.0.0.9", 4711);
		this.publisher.registerConsumer(web);
		await().atMost(LONG).until(() -> this.directory.references().equals(List.of(web)));
		this.server.restart();
		assertThat(this.directory.references()).containsExactly(web);
		ConsumerReference batch = new ConsumerReference(USERS, "batch", "10.0.0.8", 1);
		this.publisher.registerConsumer(batch);
		await().atMost(LONG).until(() -> this.directory.references().equals(List.of(batch, web)));
	}

	@Test
	void containersBehindOneAddressAreConsumersOfTheirOwn() {
		ConsumerReference one = new ConsumerReference(USERS, "web", "10.0.0.9", 1,
				"11111111-7f5e-4a3b-9d1c-1b7f0f0c2e11");
		ConsumerReference two = new ConsumerReference(USERS, "web", "10.0.0.9", 1,
				"22222222-7f5e-4a3b-9d1c-1b7f0f0c2e11");
		Subscription first = this.publisher.registerConsumer(one);
		this.publisher.registerConsumer(two);
		await().atMost(LONG).until(() -> this.directory.references(USERS).equals(List.of(one, two)));
		first.close();
		await().atMost(LONG).until(() -> this.directory.references(USERS).equals(List.of(two)));
	}

	@Test
	void keysAreReadAndFollowed() throws Exception {
		ConsumerReference web = new ConsumerReference(USERS, "web", "10.0.0.9", 4711, null, KEY);
		this.publisher.registerConsumer(web);
		await().atMost(LONG).until(() -> this.directory.references().equals(List.of(web)));
		try (Raw raw = new Raw(this.server.getConnectString())) {
			// What the publisher does not keep, so that it changes nothing back.
			String old = "/mprpc/test/consumers/demo.UserService/old@10.0.0.8:1";
			raw.ephemeral(old, "");
			ConsumerReference other = new ConsumerReference(USERS, "old", "10.0.0.8", 1);
			await().atMost(LONG).until(() -> this.directory.references().equals(List.of(other, web)));
			raw.set(old, "{\"reportKey\":\"" + OTHER_KEY + "\"}");
			await().atMost(LONG)
				.until(() -> this.directory.references().equals(List.of(other.withReportKey(OTHER_KEY), web)));
			raw.set(old, "not JSON");
			await().atMost(LONG).until(() -> this.directory.references().equals(List.of(other, web)));
			raw.delete(old);
			await().atMost(LONG).until(() -> this.directory.references().equals(List.of(web)));
		}
	}

	@Test
	void aKeyThatChangedDuringAnOutageIsSeen() throws Exception {
		ConsumerReference web = new ConsumerReference(USERS, "web", "10.0.0.9", 4711);
		String path = "/mprpc/test/consumers/demo.UserService/web@10.0.0.9:4711";
		try (Raw raw = new Raw(this.server.getConnectString());
				TcpProxy proxy = TcpProxy.to(this.server.getPort());
				ZooKeeperConnection behindProxy = Fixtures.open(Fixtures.settings(proxy.address()));
				ZooKeeperConsumerDirectory cutOff = new ZooKeeperConsumerDirectory(behindProxy, Duration.ZERO)) {
			raw.ephemeral(path, "");
			await().atMost(LONG).until(() -> cutOff.references().equals(List.of(web)));
			proxy.refuse();
			raw.set(path, "{\"reportKey\":\"" + KEY + "\"}");
			await().atMost(LONG).until(() -> this.directory.references().equals(List.of(web.withReportKey(KEY))));
			assertThat(cutOff.references()).containsExactly(web);
			proxy.forward();
			await().atMost(LONG).until(() -> cutOff.references().equals(List.of(web.withReportKey(KEY))));
		}
	}

	@Test
	void moreConsumersThanAreReadAtATimeAreAllRead() throws Exception {
		List<ConsumerReference> many = IntStream.range(0, 300)
			.mapToObj((i) -> new ConsumerReference(USERS, "web", "10.0.0.9", 1000 + i, null, KEY))
			.toList();
		many.forEach(this.publisher::registerConsumer);
		await().atMost(LONG).until(() -> this.directory.references().equals(many));
		try (ZooKeeperConsumerDirectory later = new ZooKeeperConsumerDirectory(this.connection, Duration.ZERO)) {
			await().atMost(LONG).until(later::isKnown);
			assertThat(later.references()).isEqualTo(many);
		}
	}

	@Test
	void aNodeThatIsNoReferenceIsSkipped() throws Exception {
		ConsumerReference web = new ConsumerReference(USERS, "web", "10.0.0.9", 4711);
		this.publisher.registerConsumer(web);
		await().atMost(LONG).until(() -> this.directory.references().equals(List.of(web)));
		try (ZooKeeper raw = new ZooKeeper(this.server.getConnectString(), 10_000, (event) -> {
		})) {
			raw.create("/mprpc/test/consumers/demo.UserService/nobody", new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE,
					CreateMode.PERSISTENT);
		}
		ConsumerReference batch = new ConsumerReference(USERS, "batch", "10.0.0.8", 1);
		this.publisher.registerConsumer(batch);
		await().atMost(LONG).until(() -> this.directory.references().equals(List.of(batch, web)));
	}

}
