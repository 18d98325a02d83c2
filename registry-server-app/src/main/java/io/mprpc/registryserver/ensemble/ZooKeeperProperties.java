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

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the ZooKeeper that the registry server runs.
 */
@ConfigurationProperties("rpc.registry-server.zookeeper")
public class ZooKeeperProperties {

	/**
	 * Whether ZooKeeper runs inside this process. Otherwise this server views and manages
	 * the ZooKeeper of "rpc.registry.connect-string".
	 */
	private boolean embedded = true;

	/**
	 * Address that ZooKeeper listens on for clients. Only this machine reaches the
	 * default.
	 */
	private String host = "127.0.0.1";

	/**
	 * Port that ZooKeeper listens on for clients, 0 for any free one.
	 */
	private int port = 2181;

	/**
	 * Time after which the start fails if ZooKeeper does not listen. Reading much data
	 * takes time.
	 */
	private Duration startTimeout = Duration.ofMinutes(2);

	/**
	 * ZooKeeper's unit of time, to which the end of a session is rounded up.
	 */
	private Duration tickTime = Duration.ofMillis(500);

	/**
	 * Shortest session timeout that a client is granted.
	 */
	private Duration minSessionTimeout = Duration.ofSeconds(1);

	/**
	 * Longest session timeout that a client is granted.
	 */
	private Duration maxSessionTimeout = Duration.ofMinutes(1);

	/**
	 * Further entries of ZooKeeper's own configuration (zoo.cfg), which take precedence
	 * over those from the other properties.
	 */
	private Map<String, String> properties = new HashMap<>();

	private final Ensemble ensemble = new Ensemble();

	private final Auth auth = new Auth();

	private final Ssl ssl = new Ssl();

	public boolean isEmbedded() {
		return this.embedded;
	}

	public void setEmbedded(boolean embedded) {
		this.embedded = embedded;
	}

	public String getHost() {
		return this.host;
	}

	public void setHost(String host) {
		this.host = host;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public Duration getStartTimeout() {
		return this.startTimeout;
	}

	public void setStartTimeout(Duration startTimeout) {
		this.startTimeout = startTimeout;
	}

	public Duration getTickTime() {
		return this.tickTime;
	}

	public void setTickTime(Duration tickTime) {
		this.tickTime = tickTime;
	}

	public Duration getMinSessionTimeout() {
		return this.minSessionTimeout;
	}

	public void setMinSessionTimeout(Duration minSessionTimeout) {
		this.minSessionTimeout = minSessionTimeout;
	}

	public Duration getMaxSessionTimeout() {
		return this.maxSessionTimeout;
	}

	public void setMaxSessionTimeout(Duration maxSessionTimeout) {
		this.maxSessionTimeout = maxSessionTimeout;
	}

	public Map<String, String> getProperties() {
		return this.properties;
	}

	public void setProperties(Map<String, String> properties) {
		this.properties = properties;
	}

	public Ensemble getEnsemble() {
		return this.ensemble;
	}

	public Auth getAuth() {
		return this.auth;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	/**
	 * Properties of applications that may connect to ZooKeeper.
	 */
	public static class Auth {

		/**
		 * Passwords of applications by user name. With any, a client without a known user
		 * is refused.
		 */
		private Map<String, String> users = new HashMap<>();

		/**
		 * Whether ZooKeeper may listen for other machines without authenticating them.
		 */
		private boolean allowUnauthenticated;

		public Map<String, String> getUsers() {
			return this.users;
		}

		public void setUsers(Map<String, String> users) {
			this.users = users;
		}

		public boolean isAllowUnauthenticated() {
			return this.allowUnauthenticated;
		}

		public void setAllowUnauthenticated(boolean allowUnauthenticated) {
			this.allowUnauthenticated = allowUnauthenticated;
		}

	}

	/**
	 * Properties of encrypted connections to ZooKeeper.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle with the server's key. Clients, and the members of an
		 * ensemble among themselves, then use encrypted connections only.
		 */
		private @Nullable String bundle;

		/**
		 * Whether a client needs a certificate that the bundle trusts. The certificate
		 * then identifies the client's user.
		 */
		private boolean clientCertificateRequired = true;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public boolean isClientCertificateRequired() {
			return this.clientCertificateRequired;
		}

		public void setClientCertificateRequired(boolean clientCertificateRequired) {
			this.clientCertificateRequired = clientCertificateRequired;
		}

	}

	/**
	 * Properties of the ensemble that this server is a member of.
	 */
	public static class Ensemble {

		/**
		 * Number of this member, different on each server. By default it is read from the
		 * file "myid" in the data directory.
		 */
		private @Nullable Integer id;

		/**
		 * All members of the ensemble by their number, this one included, as
		 * "host:quorum-port:election-port". The same list on each server. Without it, the
		 * server runs alone.
		 */
		private SortedMap<Integer, String> members = new TreeMap<>();

		public @Nullable Integer getId() {
			return this.id;
		}

		public void setId(@Nullable Integer id) {
			this.id = id;
		}

		public SortedMap<Integer, String> getMembers() {
			return this.members;
		}

		public void setMembers(SortedMap<Integer, String> members) {
			this.members = members;
		}

	}

}
