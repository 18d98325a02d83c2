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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

import io.mprpc.internal.configuration.AdvertisedHostProperty;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.internal.grpc.server.AdvertisedHost;
import io.mprpc.registry.Endpoint;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import org.jspecify.annotations.Nullable;

/**
 * Address under which the report port is announced to processes.
 *
 * @param host rule by which its host is found
 * @param port configured port, {@code null} for the one that is bound
 * @param configured whether the host is configured
 */
record ReportPortAddress(AdvertisedHost host, @Nullable Integer port, boolean configured) {

	/**
	 * Reads the properties.
	 * @param properties properties of reports
	 * @param network finds this machine's IPv4 address in its network
	 */
	static ReportPortAddress of(ReportsProperties properties, Supplier<@Nullable InetAddress> network) {
		Integer port = properties.getAdvertisedPort();
		String host = properties.getAdvertisedHost();
		return new ReportPortAddress(
				AdvertisedHostProperty.read(ReportPortSetup.PREFIX + "advertised-host", host, network),
				(port != null) ? PropertyRules.range(ReportPortSetup.PREFIX + "advertised-port", port, 1, 65535) : null,
				host != null && !host.isBlank());
	}

	/**
	 * The address to announce.
	 * @param bound address that the report port listens on
	 * @param zooKeeper from where ZooKeeper is reached
	 * @return the address, {@code null} if processes that reach ZooKeeper could not reach
	 * it
	 */
	@Nullable Endpoint announced(InetSocketAddress bound, ZooKeeperReach zooKeeper) {
		if (bound.getAddress().isLoopbackAddress() && !this.configured && !zooKeeper.isLocalOnly()) {
			return null;
		}
		return new Endpoint(this.host.host(bound.getAddress()), (this.port != null) ? this.port : bound.getPort());
	}

}
