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

package io.mprpc.registryserver.reports.port;

import java.net.SocketAddress;
import java.util.List;

import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * Server socket that closes a connection for which there is no room as soon as it is
 * accepted, before anything is allocated for it.
 */
public final class BoundedServerSocketChannel extends NioServerSocketChannel {

	private final Connections connections;

	/**
	 * Creates a socket that is not bound.
	 * @param connections open connections
	 */
	public BoundedServerSocketChannel(Connections connections) {
		this.connections = connections;
	}

	@Override
	protected int doReadMessages(List<Object> accepted) throws Exception {
		int before = accepted.size();
		int number = super.doReadMessages(accepted);
		for (int i = accepted.size() - 1; i >= before; i--) {
			SocketChannel channel = (SocketChannel) accepted.get(i);
			SocketAddress remote = channel.remoteAddress();
			if (remote != null && this.connections.opened(remote)) {
				channel.closeFuture().addListener((future) -> this.connections.closed(remote));
			}
			else {
				accepted.remove(i);
				channel.unsafe().closeForcibly();
			}
		}
		return number;
	}

}
