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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the port on which processes report.
 */
@ConfigurationProperties("rpc.registry-server.reports")
public class ReportsProperties {

	/**
	 * Whether processes can report to this server. Without reports the console shows no
	 * calls and no load.
	 */
	private boolean enabled = true;

	/**
	 * Address that the server listens on for reports. By default that of
	 * "rpc.registry-server.zookeeper.host", or 127.0.0.1 where ZooKeeper runs elsewhere.
	 */
	private @Nullable String host;

	/**
	 * Port that the server listens on for reports, 0 for any free one.
	 */
	private int port = 8781;

	/**
	 * Host under which processes reach this server. By default it is found as that of an
	 * instance is.
	 */
	private @Nullable String advertisedHost;

	/**
	 * Port under which processes reach this server. By default the one that it listens
	 * on.
	 */
	private @Nullable Integer advertisedPort;

	/**
	 * Name of the SSL bundle with the server's key. By default that of
	 * "rpc.registry-server.zookeeper.ssl.bundle".
	 */
	private @Nullable String sslBundle;

	/**
	 * Largest number of processes that can report at the same time.
	 */
	private int maxProcesses = 5000;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getHost() {
		return this.host;
	}

	public void setHost(@Nullable String host) {
		this.host = host;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable String getAdvertisedHost() {
		return this.advertisedHost;
	}

	public void setAdvertisedHost(@Nullable String advertisedHost) {
		this.advertisedHost = advertisedHost;
	}

	public @Nullable Integer getAdvertisedPort() {
		return this.advertisedPort;
	}

	public void setAdvertisedPort(@Nullable Integer advertisedPort) {
		this.advertisedPort = advertisedPort;
	}

	public @Nullable String getSslBundle() {
		return this.sslBundle;
	}

	public void setSslBundle(@Nullable String sslBundle) {
		this.sslBundle = sslBundle;
	}

	public int getMaxProcesses() {
		return this.maxProcesses;
	}

	public void setMaxProcesses(int maxProcesses) {
		this.maxProcesses = maxProcesses;
	}

}
