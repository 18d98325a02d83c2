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

package io.mprpc.registryserver.reports.setup;

import java.net.InetSocketAddress;
import java.util.Set;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.registry.ReportKey;
import io.mprpc.internal.zookeeper.publish.ServerAnnouncement;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import io.mprpc.registryserver.reports.ReportServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the report port to processes and other members, if they can reach it.
 */
final class ServerAnnouncer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ServerAnnouncer.class);

	private final @Nullable AnnouncedServer server;

	private final @Nullable ServerAnnouncement announcement;

	private ServerAnnouncer(@Nullable AnnouncedServer server, @Nullable ServerAnnouncement announcement) {
		this.server = server;
		this.announcement = announcement;
	}

	/**
	 * Begins to announce a report port.
	 * @param reports the port, which listens
	 * @param bound address that it listens on
	 * @param secure whether it uses TLS
	 * @param address address to announce
	 * @param zooKeeper from where ZooKeeper is reached
	 * @param key key of this server
	 * @param connection connection to ZooKeeper
	 * @param operator whether the connection's user may do everything
	 */
	static ServerAnnouncer announce(ReportServer reports, InetSocketAddress bound, boolean secure,
			ReportPortAddress address, ZooKeeperReach zooKeeper, ReportKey key, ZooKeeperConnection connection,
			boolean operator) {
		Endpoint endpoint = address.announced(bound, zooKeeper);
		if (endpoint == null) {
			logger.warn("The report port listens on " + bound.getHostString() + ", which other machines cannot reach, "
					+ "while ZooKeeper is reached at " + String.join(", ", zooKeeper.hosts()) + " ("
					+ zooKeeper.property() + "). This server is not announced, so no process reports to it: set "
					+ ReportPortSetup.PREFIX + "host to an address that processes reach, or set "
					+ ReportPortSetup.PREFIX + "enabled=false");
			return new ServerAnnouncer(null, null);
		}
		AnnouncedServer server = new AnnouncedServer(endpoint, Set.of(connection.namespace()), secure, key.encoded());
		// Processes sign this name as soon as they can read it.
		reports.setName(server.name());
		return new ServerAnnouncer(server, new ServerAnnouncement(connection, server, operator));
	}

	/** The announcement, {@code null} while it does not stand. */
	@Nullable AnnouncedServer announced() {
		return (this.announcement != null && this.announcement.state() == Publication.State.PUBLISHED) ? this.server
				: null;
	}

	@Override
	public void close() {
		if (this.announcement != null) {
			this.announcement.close();
		}
	}

}
