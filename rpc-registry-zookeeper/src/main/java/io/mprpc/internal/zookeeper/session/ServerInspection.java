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

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Inspection of the servers at the addresses of a connect string, for messages. Asks as a
 * client of ZooKeeper does, but for a session that cannot exist, so that none is begun.
 */
final class ServerInspection implements Supplier<@Nullable String> {

	private static final int MAX_SERVERS = 5;

	private static final int TIMEOUT_MILLIS = 1000;

	// Enough for each of the protocols that are distinguished.
	private static final int MAX_ANSWER = 9;

	private final List<String> servers;

	private final boolean secure;

	/**
	 * Creates an inspection.
	 * @param connectString where ZooKeeper should be
	 * @param secure whether this process speaks TLS to it
	 */
	ServerInspection(ConnectString connectString, boolean secure) {
		this.servers = List.of(connectString.servers().split(","));
		this.secure = secure;
	}

	/**
	 * Inspects the first few servers, each for a few seconds at most.
	 * @return what was found, as part of a sentence; {@code null} if one of them is as it
	 * should be, so that the session is about to be taken up
	 */
	@Override
	public @Nullable String get() {
		Map<String, StringJoiner> addresses = new LinkedHashMap<>();
		for (String server : this.servers.subList(0, Math.min(MAX_SERVERS, this.servers.size()))) {
			String finding = inspect(server);
			if (finding.isEmpty()) {
				return null;
			}
			addresses.computeIfAbsent(finding, (ignored) -> new StringJoiner(", ")).add(server);
		}
		StringJoiner findings = new StringJoiner("; ");
		addresses.forEach((finding, servers) -> findings.add(finding.replace("{}", servers.toString())));
		return findings.toString();
	}

	private String inspect(String server) {
		int colon = server.lastIndexOf(':');
		String host = server.substring(0, colon);
		InetSocketAddress address = new InetSocketAddress(
				host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
				Integer.parseInt(server.substring(colon + 1)));
		if (address.isUnresolved()) {
			return "the name of {} cannot be resolved to an address";
		}
		try (Socket socket = new Socket()) {
			socket.connect(address, TIMEOUT_MILLIS);
			PeerProtocol protocol = PeerProtocol.of(answer(socket, PeerProtocol.zooKeeperRequest()));
			return finding((protocol == PeerProtocol.NONE || protocol == PeerProtocol.OTHER)
					? secondLook(address, protocol) : protocol);
		}
		catch (ConnectException ex) {
			return "nothing listens at {}";
		}
		catch (SocketTimeoutException ex) {
			return "{} cannot be reached within " + TIMEOUT_MILLIS + " ms";
		}
		catch (IOException ex) {
			return "{} cannot be reached";
		}
	}

	// Some servers with TLS close a connection that does not begin with it in silence,
	// and
	// some HTTP servers answer what is no HTTP without saying what they are.
	private static PeerProtocol secondLook(InetSocketAddress address, PeerProtocol first) throws IOException {
		if (ask(address, PeerProtocol.tlsRequest()) == PeerProtocol.TLS) {
			return PeerProtocol.TLS;
		}
		return (ask(address, PeerProtocol.httpRequest()) == PeerProtocol.HTTP) ? PeerProtocol.HTTP : first;
	}

	private static PeerProtocol ask(InetSocketAddress address, byte[] request) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(address, TIMEOUT_MILLIS);
			return PeerProtocol.of(answer(socket, request));
		}
	}

	private static byte[] answer(Socket socket, byte[] request) {
		try {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(request);
			return socket.getInputStream().readNBytes(MAX_ANSWER);
		}
		catch (IOException ex) {
			return new byte[0];
		}
	}

	private String finding(PeerProtocol protocol) {
		return switch (protocol) {
			case ZOOKEEPER ->
				this.secure ? "ZooKeeper at {} does not speak TLS, but rpc.registry.ssl.bundle is set" : "";
			case TLS ->
				this.secure ? "the TLS handshake with {} fails: check the certificates of rpc.registry.ssl.bundle"
						: "{} requires TLS: set rpc.registry.ssl.bundle, or the port for plain connections";
			case HTTP -> "an HTTP server answers at {}, not ZooKeeper: check the port";
			case HTTP2 -> "an HTTP/2 server such as gRPC answers at {}, not ZooKeeper: check the port";
			case SSH -> "an SSH server answers at {}, not ZooKeeper: check the port";
			case OTHER -> "another kind of server answers at {}, not ZooKeeper: check the port";
			case NONE -> "{} takes connections but gives no answer: a ZooKeeper without a quorum, or another kind of "
					+ "server";
		};
	}

}
