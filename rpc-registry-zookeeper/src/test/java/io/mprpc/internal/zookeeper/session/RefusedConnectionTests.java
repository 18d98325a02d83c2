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

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mprpc.internal.zookeeper.Fixtures;
import io.mprpc.internal.zookeeper.Testbed;
import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperException;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.RegistryConnection.State;
import io.mprpc.testing.StubServer;
import io.mprpc.testing.TcpProxy;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.mprpc.internal.zookeeper.Fixtures.LONG;
import static io.mprpc.internal.zookeeper.Fixtures.START;
import static io.mprpc.internal.zookeeper.Fixtures.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * A connection to a ZooKeeper that does not take this process in, or is none.
 */
@ExtendWith(OutputCaptureExtension.class)
class RefusedConnectionTests {

	@TempDir
	private Path directory;

	@Test
	void credentialsThatZooKeeperDoesNotKnowYetAreTriedUntilItDoes() throws Exception {
		EmbeddedZooKeeper server = server(0, Map.of("shop", "old"));
		try (TcpProxy proxy = TcpProxy.to(server.port()); Testbed testbed = Testbed.at(proxy.address())) {
			Testbed.Process process = process(testbed, "shop", "new");
			Publication publication = process.publisher
				.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));
			process.awaitState(State.DENIED);
			assertThat(process.connection.problem()).startsWith("authentication failed")
				.contains("'shop'", "rpc.registry.auth.password")
				.doesNotContain("new");
			assertThat(publication.state()).isEqualTo(Publication.State.PENDING);

			server.close();
			server = server(0, Map.of("shop", "new"));
			proxy.redirect(server.port());
			Testbed.awaitState(publication, Publication.State.PUBLISHED);
			assertThat(process.connection.state()).isEqualTo(State.CONNECTED);
			assertThat(process.connection.problem()).isNull();
			process.awaitInstances(USERS, 1);

			server.close();
			server = server(0, Map.of("shop", "newer"));
			proxy.redirect(server.port());
			process.awaitState(State.DENIED);
			assertTimeoutPreemptively(Duration.ofSeconds(10), process::close, "a refused process ends quickly");
		}
		finally {
			server.close();
		}
	}

	@Test
	void aProcessWithoutCredentialsIsToldThatTheyAreRequired() {
		try (EmbeddedZooKeeper server = server(0, Map.of("shop", "secret"));
				ZooKeeperConnection connection = Fixtures.open(Fixtures.settings(server.connectString()))) {
			await().atMost(LONG).until(() -> connection.state() == State.DENIED);
			assertThat(connection.problem()).contains("requires credentials", "rpc.registry.auth.username");
			assertThat(connection.awaitConnected(Duration.ofMillis(10))).isFalse();
		}
	}

	@Test
	void anOldZooKeeperIsNamedUntilItIsUpgraded() throws Exception {
		try (StubServer old = StubServer.start(RefusedConnectionTests::talkAsZooKeeper35);
				TcpProxy proxy = TcpProxy.to(old.port());
				EmbeddedZooKeeper upgraded = server(0, null);
				Testbed testbed = Testbed.at(proxy.address())) {
			Testbed.Process process = testbed.process();
			process.awaitState(State.UNSUPPORTED);
			assertThat(process.connection.problem()).contains("too old", "3.6");
			Publication publication = process.publisher
				.publish(Fixtures.provider("10.0.0.1:9090", "uuid-1", START, "Login"));

			proxy.redirect(upgraded.port());
			Testbed.awaitState(publication, Publication.State.PUBLISHED);
			assertThat(process.connection.problem()).isNull();
		}
	}

	@Test
	void whatAnswersInsteadOfZooKeeperIsNamedUntilZooKeeperIsThere(CapturedOutput output) throws Exception {
		int port = freePort();
		try (Testbed testbed = Testbed.at("127.0.0.1:" + port)) {
			Testbed.Process process = testbed.process();
			await().atMost(LONG).until(() -> process.connection.problem() != null);
			assertThat(process.connection.problem()).isEqualTo("nothing listens at 127.0.0.1:" + port);
			assertThat(process.connection.state()).isEqualTo(State.CONNECTING);
			process.publisher.publish(Fixtures.provider("10.0.0.7:9090", "uuid-1", START, "Login")).close();
			assertThat(output).contains("Instance 10.0.0.7:9090").contains("is withdrawn: it was not registered");

			// An attempt to connect may have the port for a moment.
			await().atMost(LONG)
				.ignoreExceptionsInstanceOf(EmbeddedZooKeeperException.class)
				.until(() -> testbed.opened(server(port, null)).isRunning());
			process.awaitState(State.CONNECTED);
			assertThat(process.connection.problem()).isNull();
		}
	}

	@Test
	void whatAReplacedHandleSaysLateIsNotBelieved() throws Exception {
		try (Testbed testbed = Testbed.start()) {
			TcpProxy proxy = testbed.proxy();
			List<KeeperState> heard = new CopyOnWriteArrayList<>();
			HandleFactory factory = new HandleFactory(Fixtures.settings(testbed.address()),
					(handle, state) -> heard.add(state));
			List<KeeperState> heardByCurator = new CopyOnWriteArrayList<>();
			try (ZooKeeper first = factory.newZooKeeper(proxy.address(), 4000,
					(event) -> heardByCurator.add(event.getState()), false)) {
				await().atMost(LONG).until(() -> heard.equals(List.of(KeeperState.SyncConnected)));
				try (ZooKeeper second = factory.newZooKeeper(testbed.address(), 4000,
						(event) -> heardByCurator.add(event.getState()), false)) {
					await().atMost(LONG).until(() -> heard.size() == 2);
					assertThat(factory.isCurrent(first)).isFalse();
					assertThat(factory.isCurrent(second)).isTrue();
					int connections = proxy.accepted();

					proxy.cut();
					await().atMost(LONG).until(() -> proxy.accepted() > connections && first.getState().isConnected());
					// Goes through the event thread, behind the loss and the return.
					first.getData("/", false, null);

					assertThat(heard).containsExactly(KeeperState.SyncConnected, KeeperState.SyncConnected);
					assertThat(heardByCurator).isEqualTo(heard);
				}
			}
		}
	}

	// Grants a session, answers pings, and knows no operation that came with 3.6.
	private static void talkAsZooKeeper35(Socket socket) throws IOException {
		DataInputStream in = new DataInputStream(socket.getInputStream());
		DataOutputStream out = new DataOutputStream(socket.getOutputStream());
		in.skipNBytes(in.readInt());
		out.writeInt(37);
		out.writeInt(0);
		out.writeInt(4000);
		out.writeLong(42);
		out.writeInt(16);
		out.write(new byte[17]);
		while (true) {
			int length = in.readInt();
			int xid = in.readInt();
			int type = in.readInt();
			in.skipNBytes(length - 8);
			boolean ping = type == 11;
			out.writeInt(16);
			out.writeInt(xid);
			out.writeLong(0);
			out.writeInt(ping ? 0 : -6);
			if (!ping) {
				return;
			}
		}
	}

	private static Testbed.Process process(Testbed testbed, String username, String password) {
		ZooKeeperSettings anyone = Fixtures.settings(testbed.address());
		return testbed.process(new ZooKeeperSettings(anyone.connectString(), anyone.namespace(),
				anyone.sessionTimeout(), anyone.operationTimeout(),
				new ZooKeeperSettings.Credentials(username, password), NodeAccess.SHARED, Map.of()),
				DirectorySettings.DEFAULT);
	}

	private EmbeddedZooKeeper server(int port, @Nullable Map<String, String> users) {
		EmbeddedZooKeeperSettings settings = EmbeddedZooKeeperSettings.defaults()
			.withAddress("127.0.0.1", port)
			.withDataDirectory(this.directory.resolve("data"));
		return EmbeddedZooKeeper
			.start((users != null) ? settings.withAccess(new ServerAccess(null, users, null)) : settings);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
