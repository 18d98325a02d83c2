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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Address of a running server, with the services that it serves there.
 *
 * @param boundTo the one address that it is bound to, {@code null} if it listens on all
 * @param port port that it listens on
 * @param services the services, {@code null} if they are not known
 * @since 0.1
 */
public record ServerAddress(@Nullable InetAddress boundTo, int port, @Nullable List<ServerServiceDefinition> services) {

	/**
	 * Reads the address of a server.
	 * @param server the server, running
	 * @return its address, {@code null} if it has no TCP port
	 */
	public static @Nullable ServerAddress of(Server server) {
		List<? extends SocketAddress> sockets = server.getListenSockets();
		if (server.getPort() <= 0) {
			return null;
		}
		// Two sockets mean more than one address: then the host's own is right.
		InetAddress boundTo = sockets.stream()
			.filter((socket) -> sockets.size() == 1)
			.map((socket) -> (socket instanceof InetSocketAddress internet) ? internet.getAddress() : null)
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
		return new ServerAddress(boundTo, server.getPort(), server.getServices());
	}

}
