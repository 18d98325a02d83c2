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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.mprpc.internal.zookeeper.Raw;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.testing.StubServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerInspection}, with servers that are no ZooKeeper or another one.
 */
class ServerInspectionTests {

	@Test
	void anHttpServerIsNamed() {
		try (StubServer http = StubServer.start((socket) -> {
			readLine(socket.getInputStream());
			socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		})) {
			assertThat(inspect(http.address()))
				.isEqualTo("an HTTP server answers at " + http.address() + ", not ZooKeeper: check the port");
		}
	}

	@Test
	void anHttpServerIsNamedThoughItAnswersOnlyItsOwn() {
		try (StubServer http = StubServer.start((socket) -> {
			boolean known = readLine(socket.getInputStream()).startsWith("HEAD / HTTP/1.0");
			socket.getOutputStream()
				.write((known ? "HTTP/1.0 200 OK\r\n\r\n" : "<!DOCTYPE html>").getBytes(StandardCharsets.US_ASCII));
		})) {
			assertThat(inspect(http.address())).startsWith("an HTTP server answers at " + http.address());
		}
	}

	@Test
	void aGrpcServerIsNamed() throws Exception {
		Server grpc = NettyServerBuilder.forPort(0).build().start();
		try {
			assertThat(inspect("127.0.0.1:" + grpc.getPort())).contains("gRPC answers at 127.0.0.1:" + grpc.getPort());
		}
		finally {
			grpc.shutdownNow();
		}
	}

	@Test
	void aServerWithTlsIsNamedThoughItClosesInSilence() {
		try (StubServer tls = StubServer.start((socket) -> {
			if (socket.getInputStream().read() == 0x16) {
				socket.getOutputStream().write(new byte[] { 0x15, 3, 3, 0, 2, 2, 40 });
			}
		})) {
			assertThat(inspect(tls.address())).isEqualTo(
					tls.address() + " requires TLS: set rpc.registry.ssl.bundle, or the port for plain connections");
			assertThat(inspectSecure(tls.address())).contains("the TLS handshake with " + tls.address(),
					"rpc.registry.ssl.bundle");
		}
	}

	@Test
	void aServerOfAnotherKindIsNamed() {
		try (StubServer ssh = greeting("SSH-2.0-OpenSSH_9.6\r\n");
				StubServer other = greeting("220 mail.example\r\n")) {
			assertThat(inspect(ssh.address())).contains("an SSH server answers at " + ssh.address());
			assertThat(inspect(other.address())).contains("another kind of server answers at " + other.address());
		}
	}

	@Test
	void aServerThatSaysNothingIsNamed() {
		try (StubServer silent = StubServer.start((socket) -> {
		})) {
			assertThat(inspect(silent.address())).contains(silent.address() + " takes connections", "quorum");
		}
	}

	@Test
	void serversThatAreNotThereAreNamedTogether() throws IOException {
		List<String> free = List.of(freeAddress(), freeAddress());
		assertThat(inspect(String.join(",", free))).isEqualTo("nothing listens at " + free.get(0) + ", " + free.get(1));
		assertThat(inspect("zookeeper.invalid:2181"))
			.isEqualTo("the name of zookeeper.invalid:2181 cannot be resolved to an address");
		String port = free.get(0).substring(free.get(0).indexOf(':'));
		assertThat(inspect("[::1]" + port)).contains("[::1]" + port);
	}

	@Test
	void zooKeeperItselfIsKnownAndBeginsNoSession() throws Exception {
		try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults());
				Raw raw = new Raw(server.connectString())) {
			long before = raw.zooKeeper().exists("/zookeeper", false).getPzxid();
			raw.persistent("/before");
			long created = raw.zooKeeper().exists("/before", false).getCzxid();
			assertThat(inspect(freeAddress() + ',' + server.connectString())).isNull();
			assertThat(inspectSecure(server.connectString())).contains("does not speak TLS", "rpc.registry.ssl.bundle");
			raw.persistent("/after");
			// A session would have been a transaction between the two.
			assertThat(raw.zooKeeper().exists("/after", false).getCzxid()).isEqualTo(created + 1).isGreaterThan(before);
		}
	}

	@Test
	void shortAndOddAnswersAreTakenForWhatTheyAre() {
		assertThat(PeerProtocol.of(new byte[0])).isEqualTo(PeerProtocol.NONE);
		assertThat(PeerProtocol.of(new byte[] { 0 })).isEqualTo(PeerProtocol.OTHER);
		assertThat(PeerProtocol.of(new byte[] { 0x16 })).isEqualTo(PeerProtocol.TLS);
		assertThat(PeerProtocol.of(new byte[9])).isEqualTo(PeerProtocol.OTHER);
	}

	private static StubServer greeting(String text) {
		return StubServer.start((socket) -> {
			socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().readAllBytes();
		});
	}

	private static String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
			line.write(b);
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	private static String freeAddress() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "127.0.0.1:" + socket.getLocalPort();
		}
	}

	private static @Nullable String inspect(String servers) {
		return new ServerInspection(ConnectString.parse(servers), false).get();
	}

	private static @Nullable String inspectSecure(String servers) {
		return new ServerInspection(ConnectString.parse(servers), true).get();
	}

}
