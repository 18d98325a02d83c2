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

package io.mprpc.registryserver.ensemble;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

import io.mprpc.internal.ssl.SslBundleFiles;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access policy of the embedded ZooKeeper, derived from the properties. Refuses a server
 * that is reachable from other machines without authentication.
 *
 * @param access users that may connect, {@code null} for all clients
 */
public record ZooKeeperAccessPolicy(@Nullable ServerAccess access) {

	private static final Logger logger = LoggerFactory.getLogger(ZooKeeperAccessPolicy.class);

	private static final String OPERATOR = "registry-server";

	private static final String USERS = "rpc.registry-server.zookeeper.auth.users";

	public static ZooKeeperAccessPolicy of(ZooKeeperProperties properties, @Nullable SslBundleFiles sslFiles) {
		Map<String, String> users = properties.getAuth().getUsers();
		ZooKeeperAccessPolicy policy = new ZooKeeperAccessPolicy((users.isEmpty() && sslFiles == null) ? null
				: access(users, (sslFiles != null) ? tls(properties, sslFiles) : null));
		if (!isLoopback(properties.getHost())) {
			policy.requireClosed(properties);
		}
		return policy;
	}

	/** User of this process with all permissions; {@code null} without access control. */
	public ServerAccess.@Nullable User operator() {
		return (this.access != null && this.access.isAuthenticationRequired()) ? this.access.operator() : null;
	}

	private void requireClosed(ZooKeeperProperties properties) {
		boolean asks = this.access != null && this.access.isAuthenticationRequired();
		if (!asks && !properties.getAuth().isAllowUnauthenticated()) {
			throw new ZooKeeperAccessPolicyException(
					"ZooKeeper would listen on " + properties.getHost()
							+ " (rpc.registry-server.zookeeper.host) for other machines without authentication",
					"Name users (" + USERS + ".<name>=<password>), or an SSL bundle and require certificates "
							+ "(rpc.registry-server.zookeeper.ssl.bundle). If a firewall admits only your applications, set "
							+ "rpc.registry-server.zookeeper.auth.allow-unauthenticated=true.");
		}
		if (this.access == null || this.access.tls() == null) {
			logger.warn("ZooKeeper is reachable from other machines and not encrypted: passwords of applications, and "
					+ "the traffic between members of an ensemble, can be read and forged in transit. Set "
					+ "rpc.registry-server.zookeeper.ssl.bundle");
		}
	}

	private static ServerAccess access(Map<String, String> users, ServerAccess.@Nullable Tls tls) {
		users.forEach((name, password) -> {
			if (password.isBlank()) {
				throw new ZooKeeperAccessPolicyException("The property " + USERS + '.' + name + " is empty",
						"Set the password of the application.");
			}
			if (name.equals(OPERATOR)) {
				throw new ZooKeeperAccessPolicyException(
						"The property " + USERS + '.' + name
								+ " names the user that is reserved for the registry server",
						"Give the application another user name.");
			}
		});
		try {
			return new ServerAccess(tls, users, new ServerAccess.User(OPERATOR, random()));
		}
		catch (IllegalArgumentException ex) {
			throw new ZooKeeperAccessPolicyException(
					"The property " + USERS + " holds an invalid user name: " + ex.getMessage(),
					"Use names without a colon.");
		}
	}

	private static ServerAccess.Tls tls(ZooKeeperProperties properties, SslBundleFiles files) {
		if (files.keyStore() == null) {
			throw new ZooKeeperAccessPolicyException(
					"The SSL bundle '" + properties.getSsl().getBundle()
							+ "' (rpc.registry-server.zookeeper.ssl.bundle) has no private key",
					"Give the bundle a key store, or a private key and a certificate, for this server.");
		}
		return new ServerAccess.Tls(Objects.requireNonNull(files.keyStore()), files.trustStore(), files.password(),
				files.protocols(), properties.getSsl().isClientCertificateRequired());
	}

	private static boolean isLoopback(String host) {
		InetAddress address = new InetSocketAddress(host, 0).getAddress();
		return address != null && address.isLoopbackAddress();
	}

	private static String random() {
		byte[] secret = new byte[24];
		new SecureRandom().nextBytes(secret);
		return HexFormat.of().formatHex(secret);
	}

}
