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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Open connections of the report port, and whether there is room for one more. A
 * connection counts as idle until one of its streams is accepted. Safe for use by several
 * threads.
 */
public final class Connections {

	private final ConnectionLimits limits;

	private final Map<SocketAddress, Connection> open = new HashMap<>();

	private final Map<String, Integer> idleByGroup = new HashMap<>();

	private final AtomicLong refused = new AtomicLong();

	private int idle;

	/**
	 * Creates it without connections.
	 * @param limits bounds
	 */
	public Connections(ConnectionLimits limits) {
		this.limits = limits;
	}

	/**
	 * Number of open connections.
	 * @return the number
	 */
	public synchronized int count() {
		return this.open.size();
	}

	/**
	 * Number of connections that were closed at once because there was no room.
	 * @return the number since the start
	 */
	public long refused() {
		return this.refused.get();
	}

	/**
	 * A stream of a connection was accepted.
	 * @param remote remote address and port of the connection
	 */
	public synchronized void streamAccepted(SocketAddress remote) {
		Connection connection = this.open.get(remote);
		if (connection != null && connection.accepted++ == 0) {
			addIdle(connection, -1);
		}
	}

	/**
	 * An accepted stream of a connection has ended.
	 * @param remote remote address and port of the connection
	 */
	public synchronized void streamEnded(SocketAddress remote) {
		Connection connection = this.open.get(remote);
		if (connection != null && --connection.accepted == 0) {
			addIdle(connection, 1);
		}
	}

	synchronized boolean opened(SocketAddress remote) {
		Connection connection = new Connection(AddressGroup.of(remote));
		if (this.open.size() >= this.limits.all() || this.idle >= this.limits.idle()
				|| this.idleByGroup.getOrDefault(connection.group, 0) >= this.limits.idlePerAddress()
				|| this.open.putIfAbsent(remote, connection) != null) {
			this.refused.incrementAndGet();
			return false;
		}
		addIdle(connection, 1);
		return true;
	}

	synchronized void closed(SocketAddress remote) {
		Connection connection = this.open.remove(remote);
		if (connection != null && connection.accepted == 0) {
			addIdle(connection, -1);
		}
	}

	private void addIdle(Connection connection, int number) {
		this.idle += number;
		this.idleByGroup.merge(connection.group, number, (a, b) -> (a + b != 0) ? a + b : null);
	}

	/** One connection. */
	private static final class Connection {

		private final String group;

		private int accepted;

		Connection(String group) {
			this.group = group;
		}

	}

}
