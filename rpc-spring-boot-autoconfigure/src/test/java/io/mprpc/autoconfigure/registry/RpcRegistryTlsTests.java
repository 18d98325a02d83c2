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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings;
import io.mprpc.internal.zookeeper.embedded.EnsembleSettings.Member;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.Certificates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The way to a ZooKeeper that takes encrypted connections only, with real certificates.
 */
class RpcRegistryTlsTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final ProviderInstance INSTANCE = new ProviderInstance("users", new Endpoint("10.0.0.1", 9090),
			List.of(new RpcInstance(USERS, new Endpoint("10.0.0.1", 9090), Set.of("Login"), InstanceMetadata.UNKNOWN)),
			InstanceMetadata.UNKNOWN, Map.of());

	@TempDir
	private static Path directory;

	private static Certificates certificates;

	private static Certificates others;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RpcRegistryAutoConfiguration.class))
		.withPropertyValues("rpc.registry.snapshot.enabled=false", "rpc.registry.session-timeout=10s");

	@BeforeAll
	static void createCertificates() throws Exception {
		certificates = Certificates.authority(directory, "authority");
		certificates.issue("server");
		certificates.issue("elsewhere", "dns:somewhere.else");
		certificates.issue("alice");
		others = Certificates.authority(directory, "others");
		others.issue("mallory");
	}

	@Test
	void aCertificateInAPkcs12StoreOpensTheWay() {
		try (EmbeddedZooKeeper server = server("server", true)) {
			assertWorks(client(server, certificates.stores("registry", "alice")));
		}
	}

	@Test
	void aCertificateInPemFilesOpensTheWay() {
		try (EmbeddedZooKeeper server = server("server", true)) {
			assertWorks(client(server, certificates.pem("registry", "alice")));
		}
	}

	@Test
	void theVersionOfTlsCanBeNamed() {
		try (EmbeddedZooKeeper server = server("server", true)) {
			assertWorks(client(server, certificates.stores("registry", "alice"))
				.withPropertyValues("spring.ssl.bundle.jks.registry.protocol=TLSv1.2"));
			assertWorks(client(server, certificates.stores("registry", "alice"))
				.withPropertyValues("spring.ssl.bundle.jks.registry.options.enabled-protocols=TLSv1.3"));
		}
	}

	@Test
	void aServerThatAsksForNoCertificateIsReachedWithoutOne() {
		try (EmbeddedZooKeeper server = server("server", false)) {
			assertWorks(client(server, certificates.stores("registry", null)));
		}
	}

	@Test
	void noClientConnectsWithoutTheRightCertificate() {
		try (EmbeddedZooKeeper server = server("server", true)) {
			assertStaysOut(client(server, certificates.stores("registry", null)));
			List<String> stranger = others.stores("registry", "mallory")
				.stream()
				.map((property) -> property.contains("truststore.location")
						? "spring.ssl.bundle.jks.registry.truststore.location=" + certificates.trustStore().toUri()
						: property)
				.toList();
			assertStaysOut(client(server, stranger));
			assertStaysOut(this.runner.withPropertyValues("rpc.registry.connect-string=" + server.connectString()));
		}
	}

	@Test
	void aServerThatIsNotTrustedIsNotTalkedTo() {
		try (EmbeddedZooKeeper server = server("server", false)) {
			assertStaysOut(client(server, others.stores("registry", "mallory")));
		}
	}

	@Test
	void aCertificateOfAnotherHostIsRefused() {
		try (EmbeddedZooKeeper server = server("elsewhere", true)) {
			assertStaysOut(client(server, certificates.stores("registry", "alice")));
		}
	}

	@Test
	void theMembersOfAnEnsembleTalkEncryptedToo() throws Exception {
		SortedMap<Integer, Member> members = new TreeMap<>();
		for (int id = 1; id <= 3; id++) {
			members.put(id, new Member("127.0.0.1", freePort(), freePort()));
		}
		List<EmbeddedZooKeeper> servers = new ArrayList<>();
		try {
			for (int id : members.keySet()) {
				servers.add(EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults()
					.withAccess(access("server", true, null))
					.withEnsemble(new EnsembleSettings(id, members))));
			}
			await().atMost(Duration.ofSeconds(90)).until(() -> servers.stream().allMatch(EmbeddedZooKeeper::isServing));
			assertWorks(client(servers.get(0), certificates.stores("registry", "alice")));
			assertTakesNoPlainText(members.get(1).electionPort());
		}
		finally {
			servers.forEach(EmbeddedZooKeeper::close);
		}
		// Or else the next server of this JVM would ask every client for a certificate.
		assertThat(System.getProperties()).doesNotContainKeys("zookeeper.enforce.auth.enabled",
				"zookeeper.serverCnxnFactory", "zookeeper.authProvider.x509");
	}

	private ApplicationContextRunner client(EmbeddedZooKeeper server, List<String> bundle) {
		return this.runner
			.withPropertyValues("rpc.registry.connect-string=" + server.connectString(),
					"rpc.registry.ssl.bundle=registry")
			.withPropertyValues(bundle.toArray(String[]::new));
	}

	private static EmbeddedZooKeeper server(String name, boolean clientCertificate) {
		return server(name, clientCertificate, null);
	}

	private static EmbeddedZooKeeper server(String name, boolean clientCertificate, ServerAccess.User operator) {
		return EmbeddedZooKeeper
			.start(EmbeddedZooKeeperSettings.defaults().withAccess(access(name, clientCertificate, operator)));
	}

	private static ServerAccess access(String name, boolean clientCertificate, ServerAccess.User operator) {
		return new ServerAccess(new ServerAccess.Tls(certificates.store(name), certificates.trustStore(),
				Certificates.PASSWORD, List.of("TLSv1.3", "TLSv1.2"), clientCertificate), Map.of(), operator);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			return socket.getLocalPort();
		}
	}

	private static void assertTakesNoPlainText(int port) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(new byte[64]);
			// The handshake fails: an alert or the end, never an answer.
			int answer = socket.getInputStream().read();
			assertThat(answer).as("first byte of the answer").isIn(-1, 21);
		}
		catch (SocketException ex) {
			assertThat(ex).hasMessageContaining("reset");
		}
	}

	@Test
	void theProcessOfTheServerNeedsNoCertificate() throws Exception {
		ServerAccess.User operator = new ServerAccess.User("operator", "known-to-the-process");
		try (EmbeddedZooKeeper server = server("elsewhere", true, operator)) {
			ApplicationContextRunner local = this.runner
				.withPropertyValues("rpc.registry.connect-string=" + server.localConnectString());
			assertThat(server.localConnectString()).isNotEqualTo(server.connectString());
			assertWorks(local.withPropertyValues("rpc.registry.auth.username=operator",
					"rpc.registry.auth.password=known-to-the-process"));
			assertCannotRead(local);
			assertCannotRead(
					local.withPropertyValues("rpc.registry.auth.username=alice", "rpc.registry.auth.password=guessed"));
		}
	}

	private static void assertWorks(ApplicationContextRunner client) {
		client.run((context) -> {
			assertThat(context.getBean(RegistryConnection.class).awaitConnected(LONG)).as("connected").isTrue();
			Publication publication = context.getBean(InstancePublisher.class).publish(INSTANCE);
			await().atMost(LONG).until(() -> publication.state() == Publication.State.PUBLISHED);
			InstanceDirectory instances = context.getBean(InstanceDirectory.class);
			await().atMost(LONG).until(() -> instances.view(USERS).instances().size() == 1);
		});
	}

	private static void assertCannotRead(ApplicationContextRunner client) {
		client.run((context) -> {
			Publication publication = context.getBean(InstancePublisher.class).publish(INSTANCE);
			InstanceDirectory instances = context.getBean(InstanceDirectory.class);
			await().during(Duration.ofSeconds(1))
				.atMost(LONG)
				.until(() -> publication.state() != Publication.State.PUBLISHED
						&& instances.view(USERS).instances().isEmpty());
		});
	}

	private static void assertStaysOut(ApplicationContextRunner client) {
		client.run(
				(context) -> assertThat(context.getBean(RegistryConnection.class).awaitConnected(Duration.ofSeconds(1)))
					.as("connected")
					.isFalse());
	}

}
