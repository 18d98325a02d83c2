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
import org.springframework.util.unit.DataSize;

/**
 * Properties of manual calls of methods.
 */
@ConfigurationProperties("rpc.registry-server.try-it")
public class MethodInvokerProperties {

	/**
	 * Whether operators may call methods of instances manually.
	 */
	private boolean enabled;

	/**
	 * Deadline of a call that sets none.
	 */
	private Duration defaultDeadline = Duration.ofSeconds(5);

	/**
	 * Longest deadline that a call can set.
	 */
	private Duration maxDeadline = Duration.ofMinutes(1);

	/**
	 * Largest message that is sent or received.
	 */
	private DataSize maxMessageSize = DataSize.ofMegabytes(1);

	/**
	 * Number of calls at the same time.
	 */
	private int maxConcurrentCalls = 10;

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

	public Duration getDefaultDeadline() {
		return this.defaultDeadline;
	}

	public void setDefaultDeadline(Duration defaultDeadline) {
		this.defaultDeadline = defaultDeadline;
	}

	public Duration getMaxDeadline() {
		return this.maxDeadline;
	}

	public void setMaxDeadline(Duration maxDeadline) {
		this.maxDeadline = maxDeadline;
	}

	public DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = maxMessageSize;
	}

	public int getMaxConcurrentCalls() {
		return this.maxConcurrentCalls;
	}

	public void setMaxConcurrentCalls(int maxConcurrentCalls) {
		this.maxConcurrentCalls = maxConcurrentCalls;
	}

	public @Nullable String getSslBundle() {
		return this.sslBundle;
	}

	public void setSslBundle(@Nullable String sslBundle) {
		this.sslBundle = sslBundle;
	}

}
