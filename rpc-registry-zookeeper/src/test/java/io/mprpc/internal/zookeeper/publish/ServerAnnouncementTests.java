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

package io.mprpc.internal.zookeeper.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import io.mprpc.internal.zookeeper.layout.AnnouncementCodec;
import io.mprpc.internal.zookeeper.session.ConnectString;
import io.mprpc.internal.zookeeper.session.NamespaceAclInitializer;
import io.mprpc.internal.zookeeper.session.NodeAccess;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.testing.TcpProxy;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ServerAnnouncement}, with and without users of ZooKeeper.
 */
@ExtendWith(OutputCaptureExtension.class)
class ServerAnnouncementTests {

	private static final String KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

	private static final String OTHER_KEY = "A".repeat(43);

	private static final String PARENT = "/mprpc/.servers";

	private static final String NODE = PARENT + "/10.0.0.1:8781";

	private static final AnnouncedServer SERVER = server("10.0.0.1", KEY);

	private static final ServerAccess.User OPERATOR = new ServerAccess.User("registry-server", "random");

	private Testbed testbed = Testbed.at("");

	@AfterEach
	void stop() throws Exception {
		this.testbed.close();
	}

	@Test
	void anAnnouncementIsKeptAndWithdrawn() throws Exception {
		this.testbed = Testbed.start();
		Raw raw = this.testbed.raw();
		ServerAnnouncement announcement = announced(connect(null, NodeAccess.OPEN), SERVER, false);
		assertThat(raw.owner(NODE)).isNotZero();
		assertThat(raw.data(NODE)).isEqualTo(data(SERVER));
		assertThat(raw.exists("/mprpc/.slots")).isTrue();
		raw.delete(NODE);
		await().atMost(LONG).until(() -> raw.exists(NODE));
		raw.set(NODE, "vandalised");
		await().atMost(LONG).until(() -> raw.data(NODE).equals(data(SERVER)));
		announcement.close();
		assertThat(raw.exists(NODE)).isFalse();
		assertThat(announcement.state()).isEqualTo(Publication.State.WITHDRAWN);
	}

	@Test
	void aServerIsAnnouncedAgainInANewSession() throws Exception {
		this.testbed = Testbed.start();
		Raw raw = this.testbed.raw();
		TcpProxy proxy = this.testbed.proxy();
		ZooKeeperConnection connection = this.testbed
			.opened(Fixtures.open(Fixtures.settings(proxy.address(), Duration.ofSeconds(1))));
		ServerAnnouncement announcement = announced(connection, SERVER, false);
		long first = raw.owner(NODE);
		proxy.refuse();
		await().atMost(LONG).until(() -> !raw.exists(NODE));
		assertThat(raw.exists(PARENT)).isTrue();
		proxy.forward();
		await().atMost(LONG).until(() -> raw.exists(NODE));
		assertThat(raw.owner(NODE)).isNotEqualTo(first);
		await().atMost(LONG).until(() -> announcement.state() == Publication.State.PUBLISHED);
	}

	@Test
	void aRestartedServerTakesItsNodeOver() throws Exception {
		this.testbed = Testbed.start();
		Raw raw = this.testbed.raw();
		raw.ephemeral(NODE, data(server("10.0.0.1", OTHER_KEY)));
		ZooKeeperConnection connection = connect(null, NodeAccess.OPEN);
		announced(connection, SERVER, false);
		assertThat(raw.data(NODE)).isEqualTo(data(SERVER));
		assertThat(raw.owner(NODE)).isEqualTo(Long.parseUnsignedLong(connection.sessionId().substring(2), 16));
	}

	@Test
	void aServerThatLosesItsAddressToAnotherSaysSoAndGivesWay(CapturedOutput output) throws Exception {
		this.testbed = Testbed.start();
		ServerAnnouncement first = announced(connect(null, NodeAccess.OPEN), SERVER, false);
		AnnouncedServer other = server("10.0.0.1", OTHER_KEY);
		ServerAnnouncement second = announced(connect(null, NodeAccess.OPEN), other, false);
		await().atMost(LONG).until(() -> first.state() == Publication.State.CONFLICT);
		assertThat(second.state()).isEqualTo(Publication.State.PUBLISHED);
		assertThat(this.testbed.raw().data(NODE)).isEqualTo(data(other));
		assertThat(output).containsOnlyOnce("another registry server has taken over znode " + NODE);
		second.close();
		await().atMost(LONG).until(() -> first.state() == Publication.State.PUBLISHED);
	}

	@Test
	void anAnnouncementOfAnEmbeddedServerIsProtectedFromApplications() throws Exception {
		startWithUsers();
		ZooKeeperConnection operator = connect(OPERATOR, NodeAccess.SHARED);
		try (NamespaceAclInitializer initializer = new NamespaceAclInitializer(operator)) {
			initializer.done().get(LONG.toSeconds(), TimeUnit.SECONDS);
		}
		try (ZooKeeper alice = client("alice:of-alice")) {
			assertThat(alice.getACL(PARENT, new Stat())).containsExactly(new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE));
			assertThat(alice.getACL("/mprpc/.slots", new Stat()))
				.containsExactly(new ACL(Perms.READ, Ids.ANYONE_ID_UNSAFE));
			ServerAnnouncement announcement = announced(operator, SERVER, true);
			assertProtected(alice);
			announcement.close();
			assertThat(alice.exists(NODE, false)).isNull();
		}
	}

	@Test
	void whatAnApplicationAnnouncedBeforeIsDeleted() throws Exception {
		startWithUsers();
		try (ZooKeeper alice = client("alice:of-alice")) {
			alice.create("/mprpc", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			alice.create(PARENT, new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
			alice.create(PARENT + "/10.6.6.6:8781", new byte[0], Ids.CREATOR_ALL_ACL, CreateMode.EPHEMERAL);
			announced(connect(OPERATOR, NodeAccess.SHARED), SERVER, true);
			assertThat(alice.getChildren(PARENT, false)).containsExactly("10.0.0.1:8781");
			assertProtected(alice);
			// Another member changes nothing.
			announced(connect(OPERATOR, NodeAccess.SHARED), server("10.0.0.2", OTHER_KEY), true);
			assertThat(alice.getChildren(PARENT, false)).containsExactlyInAnyOrder("10.0.0.1:8781", "10.0.0.2:8781");
		}
	}

	@Test
	void aServerOfAForeignZooKeeperProtectsItsAnnouncementAsItsUser() throws Exception {
		this.testbed = Testbed.start();
		ServerAccess.User user = new ServerAccess.User("servers", "secret");
		try (ZooKeeper alice = client("alice:of-alice")) {
			announced(connect(user, NodeAccess.SHARED), SERVER, false);
			assertProtected(alice);
			announced(connect(user, NodeAccess.SHARED), server("10.0.0.2", OTHER_KEY), false);
			assertThat(alice.getChildren(PARENT, false)).containsExactlyInAnyOrder("10.0.0.1:8781", "10.0.0.2:8781");
		}
	}

	@Test
	void nothingIsAnnouncedBelowANodeOfAnotherUserUntilItIsGone(CapturedOutput output) throws Exception {
		this.testbed = Testbed.start();
		try (ZooKeeper alice = client("alice:of-alice")) {
			alice.create("/mprpc", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			alice.create(PARENT, new byte[0], Arrays.asList(new ACL(Perms.ALL, Ids.AUTH_IDS),
					new ACL(Perms.ALL & ~Perms.ADMIN, Ids.ANYONE_ID_UNSAFE)), CreateMode.PERSISTENT);
			ServerAnnouncement announcement = announce(
					connect(new ServerAccess.User("servers", "secret"), NodeAccess.SHARED), SERVER, false);
			await().atMost(LONG).until(() -> announcement.state() == Publication.State.DENIED);
			assertThat(alice.getChildren(PARENT, false)).isEmpty();
			assertThat(output).contains("ERROR")
				.containsOnlyOnce("Registry server 10.0.0.1:8781 is not announced")
				.contains("znode /mprpc/.servers in ZooKeeper belongs to another user")
				.contains("rpc.registry.auth.username");
			alice.delete(PARENT, -1);
			await().atMost(LONG).until(() -> announcement.state() == Publication.State.PUBLISHED);
			assertProtected(alice);
		}
	}

	@Test
	void aServerWithoutUserSaysThatItMayNotAnnounceItself() throws Exception {
		this.testbed = Testbed.start();
		try (ZooKeeper alice = client("alice:of-alice")) {
			alice.create("/mprpc", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
			alice.create(PARENT, new byte[0], Ids.READ_ACL_UNSAFE, CreateMode.PERSISTENT);
			ServerAnnouncement announcement = announce(connect(null, NodeAccess.OPEN), SERVER, false);
			await().atMost(LONG).until(() -> announcement.state() == Publication.State.DENIED);
			assertThat(announcement.reason()).contains("no permission in ZooKeeper at znode " + NODE);
		}
	}

	@Test
	void nothingIsAnnouncedWhereSomethingElseStands(CapturedOutput output) throws Exception {
		this.testbed = Testbed.start();
		Raw raw = this.testbed.raw();
		raw.persistent(NODE + "/child");
		TcpProxy proxy = this.testbed.proxy();
		ZooKeeperConnection connection = this.testbed
			.opened(Fixtures.open(Fixtures.settings(proxy.address(), Duration.ofSeconds(1))));
		ServerAnnouncement announcement = announce(connection, SERVER, false);
		await().atMost(LONG).until(() -> announcement.state() == Publication.State.DENIED);
		assertThat(announcement.reason()).contains(NODE).contains("it has children: delete it");
		// Not said again in a new session.
		ConsumerReference ofSession = new ConsumerReference(Fixtures.USERS, "web", "10.0.0.9", 1);
		String marker = connection.layout().consumer(ofSession);
		this.testbed.opened(new ZooKeeperInstancePublisher(connection)).registerConsumer(ofSession);
		await().atMost(LONG).until(() -> raw.exists(marker));
		proxy.refuse();
		await().atMost(LONG).until(() -> !raw.exists(marker));
		proxy.forward();
		await().atMost(LONG).until(() -> raw.exists(marker));
		await().during(Duration.ofSeconds(1))
			.atMost(LONG)
			.until(() -> announcement.state() == Publication.State.DENIED);
		assertThat(output).containsOnlyOnce("Registry server 10.0.0.1:8781 is not announced");
	}

	private void startWithUsers() {
		EmbeddedZooKeeper server = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults()
			.withAccess(new ServerAccess(null, Map.of("alice", "of-alice"), OPERATOR)));
		this.testbed = Testbed.at(server.connectString());
		this.testbed.opened(server);
	}

	private ZooKeeperConnection connect(ServerAccess.User user, NodeAccess access) {
		ZooKeeperSettings.Credentials credentials = (user != null)
				? new ZooKeeperSettings.Credentials(user.name(), user.password()) : null;
		return this.testbed.opened(Fixtures.open(new ZooKeeperSettings(ConnectString.parse(this.testbed.address()),
				"test", Duration.ofSeconds(4), Duration.ofSeconds(20), credentials, access, Map.of())));
	}

	private ServerAnnouncement announced(ZooKeeperConnection connection, AnnouncedServer server, boolean operator) {
		ServerAnnouncement announcement = announce(connection, server, operator);
		await().atMost(LONG).until(() -> announcement.state() == Publication.State.PUBLISHED);
		return announcement;
	}

	private ServerAnnouncement announce(ZooKeeperConnection connection, AnnouncedServer server, boolean operator) {
		return this.testbed.opened(new ServerAnnouncement(connection, server, operator));
	}

	private ZooKeeper client(String user) throws Exception {
		ZooKeeper client = new ZooKeeper(this.testbed.address(), 10_000, (event) -> {
		});
		client.addAuthInfo("digest", user.getBytes(StandardCharsets.UTF_8));
		return client;
	}

	private static void assertProtected(ZooKeeper alice) throws Exception {
		assertThat(alice.getData(NODE, false, new Stat())).asString().isEqualTo(data(SERVER));
		assertThatExceptionOfType(KeeperException.NoAuthException.class).isThrownBy(
				() -> alice.create(PARENT + "/10.6.6.6:8781", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
		assertThatExceptionOfType(KeeperException.NoAuthException.class)
			.isThrownBy(() -> alice.setData(NODE, new byte[0], -1));
		assertThatExceptionOfType(KeeperException.NoAuthException.class).isThrownBy(() -> alice.delete(NODE, -1));
		assertThatExceptionOfType(KeeperException.NoAuthException.class)
			.isThrownBy(() -> alice.setACL(PARENT, Ids.OPEN_ACL_UNSAFE, -1));
	}

	private static String data(AnnouncedServer server) {
		return new String(AnnouncementCodec.write(server), StandardCharsets.UTF_8);
	}

	private static AnnouncedServer server(String host, String key) {
		return new AnnouncedServer(new Endpoint(host, 8781), Set.of("default"), false, key);
	}

}
