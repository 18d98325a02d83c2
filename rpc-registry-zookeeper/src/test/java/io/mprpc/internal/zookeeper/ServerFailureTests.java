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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper.Role;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings.Member;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for instances and views while ZooKeeper itself fails.
 */
class ServerFailureTests {

	private static final String LOGIN = "/mprpc/test/services/demo.UserService/Login/10.0.0.1:9090";

	private static final Duration LONG_SESSION = Duration.ofSeconds(40);

	@TempDir
	private Path directory;

	@Test
	void sessionsGoOnAfterZooKeeperWasAway() throws Exception {
		Path data = this.directory.resolve("data");
		EmbeddedZooKeeper server = start(0, data);
		try (Testbed testbed = Testbed.at(server.connectString())) {
			Testbed.Process provider = process(testbed, LONG_SESSION);
			Publication publication = Testbed.awaitState(
					provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login")),
					Publication.State.PUBLISHED);
			Testbed.Process consumer = process(testbed, LONG_SESSION);
			consumer.awaitInstances(USERS, 1);
			List<ServiceView> views = consumer.views(USERS);
			String session = provider.connection.sessionId();

			server.close();
			provider.awaitState(RegistryConnection.State.SUSPENDED);
			await().atMost(LONG).until(() -> last(views).state() == ServiceView.State.STALE);
			server = start(server.port(), data);

			provider.awaitState(RegistryConnection.State.CONNECTED);
			await().atMost(LONG).until(() -> last(views).state() == ServiceView.State.LIVE);
			assertThat(provider.connection.sessionId()).isEqualTo(session);
			assertThat(publication.status(publication.instance().metadata().status())).isTrue();
			assertThat(provider.statistics.registrations()).isEqualTo(1);
			assertThat(provider.statistics.repairs()).isZero();
			assertThat(views).allMatch((view) -> view.instances().size() == 1);
		}
		finally {
			server.close();
		}
	}

	@Test
	void everythingIsRegisteredAgainAfterZooKeeperLostItsData() throws Exception {
		Path data = this.directory.resolve("data");
		EmbeddedZooKeeper server = start(0, data);
		try (Testbed testbed = Testbed.at(server.connectString())) {
			Testbed.Process provider = process(testbed, Duration.ofSeconds(2));
			// Moves the server's transaction counter, so that the next one is behind it.
			for (int i = 0; i < 20; i++) {
				Testbed
					.awaitState(provider.publisher.publish(Fixtures.provider("10.0.0.9:" + (100 + i), "u" + i, START)),
							Publication.State.PUBLISHED)
					.close();
			}
			Publication publication = Testbed.awaitState(
					provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login")),
					Publication.State.PUBLISHED);
			Testbed.Process consumer = process(testbed, Duration.ofSeconds(2));
			consumer.awaitInstances(USERS, 1);

			server.close();
			delete(data);
			server = start(server.port(), data);

			await().atMost(LONG.multipliedBy(2)).until(() -> provider.statistics.sessions() == 2);
			Testbed.awaitState(publication, Publication.State.PUBLISHED);
			Raw raw = testbed.raw();
			assertThat(raw.exists(LOGIN)).isTrue();
			await().atMost(LONG.multipliedBy(2)).until(() -> consumer.statistics.sessions() == 2);
			consumer.awaitInstances(USERS, 1);
		}
		finally {
			server.close();
		}
	}

	@Test
	void anElectionInTheEnsembleIsNotVisible() throws Exception {
		SortedMap<Integer, Member> members = new TreeMap<>();
		for (int id = 1; id <= 3; id++) {
			members.put(id, new Member("127.0.0.1", freePort(), freePort()));
		}
		List<EmbeddedZooKeeper> servers = new ArrayList<>();
		members.keySet()
			.forEach((id) -> servers.add(EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults()
				.withDataDirectory(this.directory.resolve("member" + id))
				.withEnsemble(new EnsembleSettings(id, members)))));
		String address = String.join(",", servers.stream().map(EmbeddedZooKeeper::connectString).toList());
		try (Testbed testbed = Testbed.at(address)) {
			Testbed.Process provider = process(testbed, LONG_SESSION);
			Testbed.awaitState(provider.publisher.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login")),
					Publication.State.PUBLISHED);
			Testbed.Process consumer = process(testbed, LONG_SESSION);
			consumer.awaitInstances(USERS, 1);
			List<ServiceView> views = consumer.views(USERS);
			String session = provider.connection.sessionId();

			servers.stream().filter((server) -> server.role() == Role.LEADER).findFirst().orElseThrow().close();
			Publication second = provider.publisher
				.publish(Fixtures.provider("10.0.0.2:9090", "uuid-2", START, "Login"));
			await().atMost(LONG.multipliedBy(2)).until(() -> second.state() == Publication.State.PUBLISHED);

			assertThat(provider.connection.sessionId()).isEqualTo(session);
			await().atMost(LONG).until(() -> last(views).instances().size() == 2);
			assertThat(views).noneMatch((view) -> view.instances().isEmpty());
			assertThat("0x" + Long.toHexString(testbed.raw().owner(LOGIN))).isEqualTo(session);
			assertThat(provider.statistics.repairs()).isZero();
		}
		finally {
			servers.forEach(EmbeddedZooKeeper::close);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static Testbed.Process process(Testbed testbed, Duration sessionTimeout) {
		return testbed.process(Fixtures.settings(testbed.address(), sessionTimeout), DirectorySettings.DEFAULT)
			.connected();
	}

	private static EmbeddedZooKeeper start(int port, Path data) {
		return EmbeddedZooKeeper
			.start(EmbeddedZooKeeperSettings.defaults().withAddress("127.0.0.1", port).withDataDirectory(data));
	}

	private static void delete(Path directory) throws Exception {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

	private static ServiceView last(List<ServiceView> views) {
		return views.get(views.size() - 1);
	}

}
