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

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.mprpc.internal.ssl.SslBundleManagers;
import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import io.mprpc.registryserver.reports.ReportServerSettings;
import io.mprpc.registryserver.reports.StreamLimits;
import io.mprpc.registryserver.reports.port.ConnectionLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/**
 * Settings of the report port from the properties of this server: bound and encrypted as
 * ZooKeeper's port is, unless it has properties of its own. Invalid values are refused
 * with the name of the property.
 */
final class ReportPortSetup {

	static final String PREFIX = "rpc.registry-server.reports.";

	private static final String LOOPBACK = "127.0.0.1";

	private static final int MAX_PORT = 65535;

	private static final int MAX_PROCESSES = 100_000;

	private ReportPortSetup() {
	}

	static ReportServerSettings settings(ReportsProperties properties, ZooKeeperProperties zooKeeper,
			SslBundles bundles) {
		int processes = properties.getMaxProcesses();
		if (processes < 1 || processes > MAX_PROCESSES) {
			throw new ReportsSetupException("The property " + PREFIX + "max-processes is " + processes,
					"Set it to a number from 1 to " + MAX_PROCESSES + '.', null);
		}
		return new ReportServerSettings(address(properties, zooKeeper), credentials(properties, zooKeeper, bundles),
				StreamLimits.of(processes), ConnectionLimits.forProcesses(processes));
	}

	/** Name of the SSL bundle of the port, {@code null} if it is not encrypted. */
	static @Nullable String bundle(ReportsProperties properties, ZooKeeperProperties zooKeeper) {
		return (properties.getSslBundle() != null || !zooKeeper.isEmbedded()) ? properties.getSslBundle()
				: zooKeeper.getSsl().getBundle();
	}

	static InetSocketAddress address(ReportsProperties properties, ZooKeeperProperties zooKeeper) {
		int port = properties.getPort();
		if (port < 0 || port > MAX_PORT) {
			throw new ReportsSetupException("The property " + PREFIX + "port is " + port,
					"Set it to a port, or to 0 for any free one.", null);
		}
		String host = (properties.getHost() != null) ? properties.getHost()
				: zooKeeper.isEmbedded() ? zooKeeper.getHost() : LOOPBACK;
		InetSocketAddress address = new InetSocketAddress(host, port);
		if (address.isUnresolved()) {
			throw new ReportsSetupException("The report port cannot listen on '" + host + "': the name has no address",
					"Set " + PREFIX + "host to an address of this machine.", null);
		}
		if (zooKeeper.isEmbedded() && ZooKeeperReach.isLoopback(zooKeeper.getHost())
				&& !address.getAddress().isLoopbackAddress()) {
			throw new ReportsSetupException(
					"The report port would listen on " + host + " (" + PREFIX + "host) for other machines, while "
							+ "ZooKeeper listens on " + zooKeeper.getHost() + " for this machine only",
					"Remove " + PREFIX + "host, or open ZooKeeper too (rpc.registry-server.zookeeper.host): processes "
							+ "of other machines report only what they have registered.",
					null);
		}
		return address;
	}

	private static ServerCredentials credentials(ReportsProperties properties, ZooKeeperProperties zooKeeper,
			SslBundles bundles) {
		String name = bundle(properties, zooKeeper);
		if (name == null) {
			return InsecureServerCredentials.create();
		}
		SslBundleManagers managers = managers(bundles, name, (properties.getSslBundle() != null) ? PREFIX + "ssl-bundle"
				: "rpc.registry-server.zookeeper.ssl.bundle");
		boolean certificate = zooKeeper.isEmbedded() && zooKeeper.getSsl().getBundle() != null
				&& zooKeeper.getSsl().isClientCertificateRequired();
		return TlsServerCredentials.newBuilder()
			.keyManager(managers.keyManager())
			.trustManager(managers.trustManager())
			.clientAuth(certificate ? TlsServerCredentials.ClientAuth.REQUIRE : TlsServerCredentials.ClientAuth.NONE)
			.build();
	}

	private static SslBundleManagers managers(SslBundles bundles, String name, String property) {
		try {
			return SslBundleManagers.of(bundles, name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new ReportsSetupException(
					"The property " + property + " names the SSL bundle '" + name + "', which does not exist",
					"Configure it below spring.ssl.bundle, or correct the name.", ex);
		}
	}

	static ReportsSetupException unavailable(InetSocketAddress address, @Nullable Throwable cause) {
		return new ReportsSetupException(
				"The report port cannot listen on " + address.getHostString() + ':' + address.getPort() + " (" + PREFIX
						+ "host, " + PREFIX + "port): "
						+ ((cause != null && cause.getCause() != null) ? cause.getCause().getMessage() : cause),
				"Stop the process that uses the port, or set " + PREFIX + "port to another one, or to 0 for any free "
						+ "one. A second registry server on the same machine needs a port of its own.",
				cause);
	}

}
