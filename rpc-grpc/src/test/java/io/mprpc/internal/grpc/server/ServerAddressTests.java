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

package io.mprpc.internal.grpc.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class ServerAddressTests {

	@Test
	void serverBoundToOneAddressTellsIt() throws IOException {
		InetAddress loopback = InetAddress.getByName("127.0.0.1");
		Server server = start(new InetSocketAddress(loopback, 0));
		ServerAddress address = ServerAddress.of(server);
		server.shutdownNow();
		assertThat(address).isNotNull();
		assertThat(address.boundTo()).isEqualTo(loopback);
		assertThat(address.port()).isPositive();
		assertThat(address.services()).isEmpty();
	}

	@Test
	void serverBoundToAnIpv6AddressTellsIt() throws IOException {
		InetAddress loopback = InetAddress.getByName("::1");
		assumeThat(canBind(loopback)).as("this machine has IPv6").isTrue();
		Server server = start(new InetSocketAddress(loopback, 0));
		ServerAddress address = ServerAddress.of(server);
		server.shutdownNow();
		assertThat(address).isNotNull();
		assertThat(address.boundTo()).isEqualTo(loopback);
	}

	@Test
	void serverWithTwoAddressesIsBoundToNone() throws IOException {
		Server server = NettyServerBuilder
			.forAddress(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
					InsecureServerCredentials.create())
			.addListenAddress(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0))
			.build()
			.start();
		ServerAddress address = ServerAddress.of(server);
		server.shutdownNow();
		assertThat(address).isNotNull();
		assertThat(address.boundTo()).isNull();
	}

	@Test
	void serverInsideTheProcessHasNone() throws IOException {
		Server server = InProcessServerBuilder.forName("address").build().start();
		assertThat(ServerAddress.of(server)).isNull();
		server.shutdownNow();
	}

	private static Server start(InetSocketAddress address) throws IOException {
		return NettyServerBuilder.forAddress(address, InsecureServerCredentials.create()).build().start();
	}

	private static boolean canBind(InetAddress address) {
		try (ServerSocket socket = new ServerSocket(0, 1, address)) {
			return socket.isBound();
		}
		catch (UnknownHostException ex) {
			return false;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
