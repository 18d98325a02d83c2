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

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the connection to ZooKeeper.
 *
 * @param connectString where it is
 * @param namespace environment that this process belongs to
 * @param sessionTimeout time after which ZooKeeper takes a silent process for dead; the
 * server may grant another
 * @param operationTimeout time that a caller waits at most for an answer
 * @param credentials user of this process, {@code null} for none or for the one that a
 * certificate names
 * @param access permissions of others on the nodes of this process
 * @param clientProperties further properties of ZooKeeper's client, such as those for TLS
 * @since 0.1
 */
public record ZooKeeperSettings(ConnectString connectString, String namespace, Duration sessionTimeout,
		Duration operationTimeout, @Nullable Credentials credentials, NodeAccess access,
		Map<String, String> clientProperties) {

	/** Session timeout unless another is set. */
	public static final Duration DEFAULT_SESSION_TIMEOUT = Duration.ofSeconds(4);

	/** Operation timeout unless another is set. */
	public static final Duration DEFAULT_OPERATION_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Checks that the durations are positive.
	 * @throws IllegalArgumentException if one is not
	 */
	public ZooKeeperSettings {
		Objects.requireNonNull(connectString, "connectString");
		Objects.requireNonNull(namespace, "namespace");
		Objects.requireNonNull(access, "access");
		requirePositive("session timeout", sessionTimeout);
		requirePositive("operation timeout", operationTimeout);
		clientProperties = Map.copyOf(clientProperties);
	}

	/**
	 * Settings with defaults for all but the place.
	 * @param connectString where ZooKeeper is
	 * @param namespace environment that this process belongs to
	 * @return the settings
	 * @throws InvalidConnectStringException if the connect string is malformed
	 */
	public static ZooKeeperSettings of(String connectString, String namespace) {
		return new ZooKeeperSettings(ConnectString.parse(connectString), namespace, DEFAULT_SESSION_TIMEOUT,
				DEFAULT_OPERATION_TIMEOUT, null, NodeAccess.OPEN, Map.of());
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero() || duration.toMillis() > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("The " + name + " " + duration + " is not between 1 ms and 24 days");
		}
	}

	/**
	 * Name and password in ZooKeeper's digest scheme.
	 *
	 * @param username the name
	 * @param password the password
	 */
	public record Credentials(String username, String password) {

		/**
		 * Checks that nothing is missing.
		 */
		public Credentials {
			Objects.requireNonNull(username, "username");
			Objects.requireNonNull(password, "password");
			if (username.isBlank() || username.indexOf(':') >= 0) {
				throw new IllegalArgumentException(
						"'" + username + "' is not a user name for ZooKeeper: it must not be blank or hold a colon");
			}
		}

		@Override
		public String toString() {
			return this.username + ":***";
		}

	}

}
