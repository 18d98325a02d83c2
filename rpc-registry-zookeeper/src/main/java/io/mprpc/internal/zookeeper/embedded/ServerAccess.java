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

package io.mprpc.internal.zookeeper.embedded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Access to an embedded ZooKeeper server: the clients that may connect, and how their
 * connections are protected. A server that asks for a certificate or knows users refuses
 * clients that have neither. A client that holds all permissions on a node may delete it,
 * whoever owns the parent, so that applications of different users can share the nodes of
 * a service.
 * <p>
 * ZooKeeper reads most of this from system properties. Servers of one JVM therefore have
 * to agree on it.
 *
 * @param tls key material for encrypted connections, the only ones that are then taken;
 * {@code null} for connections that are not encrypted
 * @param users passwords by the names of the users in ZooKeeper's digest scheme, empty
 * for none
 * @param operator user that may do everything, {@code null} for none
 * @since 0.1
 */
public record ServerAccess(@Nullable Tls tls, Map<String, String> users, @Nullable User operator) {

	/**
	 * Copies the users and checks their names.
	 * @throws IllegalArgumentException if a name is blank or holds a colon
	 */
	public ServerAccess {
		users = Map.copyOf(users);
		users.forEach(User::new);
	}

	/**
	 * Whether clients have to authenticate.
	 * @return whether it is so
	 */
	public boolean isAuthenticationRequired() {
		return !this.users.isEmpty() || (this.tls != null && this.tls.clientCertificateRequired());
	}

	@Override
	public String toString() {
		return "ServerAccess[tls=" + this.tls + ", users=" + this.users.keySet() + ']';
	}

	/**
	 * Name and password in ZooKeeper's digest scheme.
	 *
	 * @param name the name
	 * @param password the password
	 */
	public record User(String name, String password) {

		/**
		 * Checks the name.
		 * @throws IllegalArgumentException if it is blank or holds a colon
		 */
		public User {
			if (name.isBlank() || name.indexOf(':') >= 0) {
				throw new IllegalArgumentException(
						"'" + name + "' is not a user name for ZooKeeper: it must not be blank or hold a colon");
			}
		}

		@Override
		public String toString() {
			return this.name + ":***";
		}

	}

	/**
	 * Key material for encrypted connections of clients and, in an ensemble, between its
	 * members.
	 *
	 * @param keyStore PKCS12 file with the server's private key and certificates
	 * @param trustStore PKCS12 file with the certificates to trust, {@code null} for
	 * those that Java trusts
	 * @param password password of both
	 * @param protocols versions of TLS to allow
	 * @param clientCertificateRequired whether a client needs a certificate that is
	 * trusted
	 */
	public record Tls(Path keyStore, @Nullable Path trustStore, String password, List<String> protocols,
			boolean clientCertificateRequired) {

		/**
		 * Copies the protocols.
		 */
		public Tls {
			protocols = List.copyOf(protocols);
		}

		@Override
		public String toString() {
			return "Tls[keyStore=" + this.keyStore + ", trustStore=" + this.trustStore + ", protocols=" + this.protocols
					+ ", clientCertificateRequired=" + this.clientCertificateRequired + ']';
		}

	}

}
