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

package io.mprpc.registryserver;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the statistics of calls that are collected from instances.
 */
@ConfigurationProperties("rpc.registry-server.traffic")
public class PolledTrafficProperties {

	/**
	 * Whether to collect statistics of calls from instances.
	 */
	private boolean enabled = true;

	/**
	 * Time between two requests to an instance.
	 */
	private Duration interval = Duration.ofSeconds(5);

	/**
	 * Deadline of a request.
	 */
	private Duration deadline = Duration.ofSeconds(2);

	/**
	 * Time after which an instance without an admin service is polled again.
	 */
	private Duration retryInterval = Duration.ofMinutes(1);

	/**
	 * Number of instances that are polled at the same time.
	 */
	private int parallelism = 16;

	/**
	 * Largest number of instances that are polled.
	 */
	private int maxInstances = 2000;

	/**
	 * Secret that the instances expect: their 'rpc.server.admin.token'.
	 */
	private @Nullable String token;

	/**
	 * Name of the SSL bundle to connect to instances with. Without it connections are not
	 * encrypted.
	 */
	private @Nullable String sslBundle;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public Duration getDeadline() {
		return this.deadline;
	}

	public void setDeadline(Duration deadline) {
		this.deadline = deadline;
	}

	public Duration getRetryInterval() {
		return this.retryInterval;
	}

	public void setRetryInterval(Duration retryInterval) {
		this.retryInterval = retryInterval;
	}

	public int getParallelism() {
		return this.parallelism;
	}

	public void setParallelism(int parallelism) {
		this.parallelism = parallelism;
	}

	public int getMaxInstances() {
		return this.maxInstances;
	}

	public void setMaxInstances(int maxInstances) {
		this.maxInstances = maxInstances;
	}

	public @Nullable String getToken() {
		return this.token;
	}

	public void setToken(@Nullable String token) {
		this.token = token;
	}

	public @Nullable String getSslBundle() {
		return this.sslBundle;
	}

	public void setSslBundle(@Nullable String sslBundle) {
		this.sslBundle = sslBundle;
	}

}
