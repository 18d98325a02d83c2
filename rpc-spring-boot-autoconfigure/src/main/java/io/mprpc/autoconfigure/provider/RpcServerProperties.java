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

package io.mprpc.autoconfigure.provider;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.mprpc.internal.provider.RegisterWhen;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the services that this application provides, and of its registration.
 *
 * @since 0.1
 */
@ConfigurationProperties("rpc.server")
public class RpcServerProperties {

	/**
	 * Whether to register the services that this application serves. They are served in
	 * both cases.
	 */
	private boolean register = true;

	/**
	 * Whether to register methods too that a service bean does not override, and that
	 * therefore answer UNIMPLEMENTED.
	 */
	private boolean registerUnimplementedMethods;

	/**
	 * Time at which to register. An application is ready when its runners have ended.
	 */
	private RegisterWhen registerWhen = RegisterWhen.APPLICATION_READY;

	/**
	 * Whether the server's health service is called once before the instance is
	 * registered, so that the first consumers need not wait for what a server loads with
	 * its first call. Interceptors of the application see that call. A server with TLS is
	 * not called.
	 */
	private boolean warmUpCall = true;

	/**
	 * Version of services that do not set one themselves. Consumers can select it.
	 */
	private String version = "";

	/**
	 * Share of the calls that this instance takes in relation to others, from 0 (no
	 * calls) to 10,000.
	 */
	private int weight = 100;

	/**
	 * Tags of all services, which consumers can select.
	 */
	private Map<String, String> tags = new LinkedHashMap<>();

	/**
	 * Host name or IP address that consumers connect to. By default the address that the
	 * server is bound to, or else the one that spring.cloud.inetutils rules find.
	 */
	private @Nullable String advertisedHost;

	/**
	 * Port that consumers connect to. By default the port that the server listens on.
	 */
	private @Nullable Integer advertisedPort;

	private final Keepalive keepalive = new Keepalive();

	private final Drain drain = new Drain();

	public boolean isRegister() {
		return this.register;
	}

	public void setRegister(boolean register) {
		this.register = register;
	}

	public boolean isRegisterUnimplementedMethods() {
		return this.registerUnimplementedMethods;
	}

	public void setRegisterUnimplementedMethods(boolean registerUnimplementedMethods) {
		this.registerUnimplementedMethods = registerUnimplementedMethods;
	}

	public RegisterWhen getRegisterWhen() {
		return this.registerWhen;
	}

	public void setRegisterWhen(RegisterWhen registerWhen) {
		this.registerWhen = registerWhen;
	}

	public boolean isWarmUpCall() {
		return this.warmUpCall;
	}

	public void setWarmUpCall(boolean warmUpCall) {
		this.warmUpCall = warmUpCall;
	}

	public String getVersion() {
		return this.version;
	}

	public void setVersion(String version) {
		this.version = version;
	}

	public int getWeight() {
		return this.weight;
	}

	public void setWeight(int weight) {
		this.weight = weight;
	}

	public Map<String, String> getTags() {
		return this.tags;
	}

	public void setTags(Map<String, String> tags) {
		this.tags = tags;
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

	public Keepalive getKeepalive() {
		return this.keepalive;
	}

	public Drain getDrain() {
		return this.drain;
	}

	/**
	 * Properties of keepalive probes on connections of consumers.
	 */
	public static class Keepalive {

		/**
		 * Time between two probes of a connection below which a consumer's connection is
		 * closed. Ignored if spring.grpc.server.keepalive.permit.time is set.
		 */
		private Duration permitTime = Duration.ofSeconds(5);

		public Duration getPermitTime() {
			return this.permitTime;
		}

		public void setPermitTime(Duration permitTime) {
			this.permitTime = permitTime;
		}

	}

	/**
	 * Properties of the time between the begin of a stop and the stop of the server.
	 */
	public static class Drain {

		/**
		 * Longest time that a stop waits for consumers to close their connections after
		 * the announcement; 0 disables. Open calls then have the server's own grace
		 * period.
		 */
		private Duration maxWait = Duration.ofSeconds(10);

		/**
		 * Time without a new call after which a connection is not waited for.
		 */
		private Duration quietPeriod = Duration.ofMillis(500);

		/**
		 * Time between two log lines about calls that are still open.
		 */
		private Duration reportInterval = Duration.ofSeconds(5);

		public Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(Duration maxWait) {
			this.maxWait = maxWait;
		}

		public Duration getQuietPeriod() {
			return this.quietPeriod;
		}

		public void setQuietPeriod(Duration quietPeriod) {
			this.quietPeriod = quietPeriod;
		}

		public Duration getReportInterval() {
			return this.reportInterval;
		}

		public void setReportInterval(Duration reportInterval) {
			this.reportInterval = reportInterval;
		}

	}

}
