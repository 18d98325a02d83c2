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

package io.mprpc.autoconfigure.registry;

import java.nio.file.Path;
import java.time.Duration;

import io.mprpc.internal.zookeeper.session.NodeAccess;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.logging.LogLevel;

/**
 * Properties of the registry and its use.
 *
 * @since 0.1
 */
@ConfigurationProperties("rpc.registry")
public class RpcRegistryProperties {

	/**
	 * Whether to use the registry.
	 */
	private boolean enabled = true;

	/**
	 * ZooKeeper servers as a comma-separated list of 'host:port', IPv6 hosts in brackets,
	 * optionally followed by a path as the root of all nodes.
	 */
	private String connectString = "localhost:2181";

	/**
	 * Environment that the application belongs to. Applications see only those in the
	 * same namespace.
	 */
	private String namespace = "default";

	/**
	 * Time without contact after which ZooKeeper deletes the registrations of the
	 * application. The server may grant another.
	 */
	private Duration sessionTimeout = Duration.ofSeconds(4);

	/**
	 * Time to wait for ZooKeeper at start when 'rpc.registry.fail-fast' is set.
	 */
	private Duration connectionTimeout = Duration.ofSeconds(10);

	/**
	 * Time to wait for a response of ZooKeeper, for example when the application
	 * deregisters on shutdown.
	 */
	private Duration operationTimeout = Duration.ofSeconds(5);

	/**
	 * Whether the start fails if ZooKeeper cannot be reached. Otherwise the application
	 * starts, and registers as soon as ZooKeeper is reachable.
	 */
	private boolean failFast;

	/**
	 * Time over which changes in the registry are combined after one that was applied at
	 * once, and within which a vanished node may return unnoticed.
	 */
	private Duration debounce = Duration.ofMillis(20);

	/**
	 * Whether the registry's health is part of the application's readiness. The
	 * application is then not ready while a service that it calls is not known at all.
	 */
	private boolean affectsReadiness;

	/**
	 * Log level of ZooKeeper's client, and of the server inside the application, unless
	 * the logging configuration sets one for them. The library itself logs when ZooKeeper
	 * becomes unreachable and when it is back.
	 */
	private LogLevel zookeeperLogLevel = LogLevel.ERROR;

	private final Snapshot snapshot = new Snapshot();

	private final Embedded embedded = new Embedded();

	private final Auth auth = new Auth();

	private final Ssl ssl = new Ssl();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public String getConnectString() {
		return this.connectString;
	}

	public void setConnectString(String connectString) {
		this.connectString = connectString;
	}

	public String getNamespace() {
		return this.namespace;
	}

	public void setNamespace(String namespace) {
		this.namespace = namespace;
	}

	public Duration getSessionTimeout() {
		return this.sessionTimeout;
	}

	public void setSessionTimeout(Duration sessionTimeout) {
		this.sessionTimeout = sessionTimeout;
	}

	public Duration getConnectionTimeout() {
		return this.connectionTimeout;
	}

	public void setConnectionTimeout(Duration connectionTimeout) {
		this.connectionTimeout = connectionTimeout;
	}

	public Duration getOperationTimeout() {
		return this.operationTimeout;
	}

	public void setOperationTimeout(Duration operationTimeout) {
		this.operationTimeout = operationTimeout;
	}

	public boolean isFailFast() {
		return this.failFast;
	}

	public void setFailFast(boolean failFast) {
		this.failFast = failFast;
	}

	public Duration getDebounce() {
		return this.debounce;
	}

	public void setDebounce(Duration debounce) {
		this.debounce = debounce;
	}

	public boolean isAffectsReadiness() {
		return this.affectsReadiness;
	}

	public void setAffectsReadiness(boolean affectsReadiness) {
		this.affectsReadiness = affectsReadiness;
	}

	public LogLevel getZookeeperLogLevel() {
		return this.zookeeperLogLevel;
	}

	public void setZookeeperLogLevel(LogLevel zookeeperLogLevel) {
		this.zookeeperLogLevel = zookeeperLogLevel;
	}

	public Snapshot getSnapshot() {
		return this.snapshot;
	}

	public Embedded getEmbedded() {
		return this.embedded;
	}

	public Auth getAuth() {
		return this.auth;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	/**
	 * The last good views on disk.
	 */
	public static class Snapshot {

		/**
		 * Whether to keep the last good view of each service on disk, for a start while
		 * ZooKeeper is not reachable.
		 */
		private boolean enabled = true;

		/**
		 * Directory of the views. By default '.mprpc/registry' in the home directory of
		 * the user that runs the application.
		 */
		private @Nullable Path directory;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public @Nullable Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable Path directory) {
			this.directory = directory;
		}

	}

	/**
	 * A ZooKeeper server inside the application.
	 */
	public static class Embedded {

		/**
		 * Whether to run a ZooKeeper server inside the application and to use it as the
		 * registry instead of 'rpc.registry.connect-string'. For development and tests.
		 */
		private boolean enabled;

		/**
		 * Port of the server on the loopback interface, 0 for any free one.
		 */
		private int port;

		/**
		 * Directory of the server's data. By default a temporary one that is deleted at
		 * the end.
		 */
		private @Nullable Path dataDirectory;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getPort() {
			return this.port;
		}

		public void setPort(int port) {
			this.port = port;
		}

		public @Nullable Path getDataDirectory() {
			return this.dataDirectory;
		}

		public void setDataDirectory(@Nullable Path dataDirectory) {
			this.dataDirectory = dataDirectory;
		}

	}

	/**
	 * Properties of the application's user in ZooKeeper.
	 */
	public static class Auth {

		/**
		 * User name in ZooKeeper's digest scheme.
		 */
		private @Nullable String username;

		/**
		 * Password of the user.
		 */
		private @Nullable String password;

		/**
		 * Permissions of other users on the nodes that the application creates. By
		 * default "shared" for an application that has a user name, else "open".
		 */
		private @Nullable NodeAccess access;

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public @Nullable NodeAccess getAccess() {
			return this.access;
		}

		public void setAccess(@Nullable NodeAccess access) {
			this.access = access;
		}

	}

	/**
	 * TLS to ZooKeeper.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to connect with. Without it the connection is not
		 * encrypted.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

}
