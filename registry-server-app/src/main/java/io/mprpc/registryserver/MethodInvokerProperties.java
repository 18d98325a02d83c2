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
import java.util.ArrayList;
import java.util.List;

import io.mprpc.registryserver.tryit.AddressRange;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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

	/**
	 * Comma-separated list of networks in which instances are called at any address, such
	 * as "10.0.0.0/8". Elsewhere an instance is called only at the address from which its
	 * process reports.
	 */
	private List<String> allowedNetworks = new ArrayList<>();

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

	public List<String> getAllowedNetworks() {
		return this.allowedNetworks;
	}

	public void setAllowedNetworks(List<String> allowedNetworks) {
		this.allowedNetworks = allowedNetworks;
	}

	List<AddressRange> allowedRanges() {
		List<AddressRange> ranges = new ArrayList<>();
		for (int i = 0; i < this.allowedNetworks.size(); i++) {
			String network = this.allowedNetworks.get(i);
			try {
				ranges.add(AddressRange.parse(network.trim()));
			}
			catch (IllegalArgumentException ex) {
				throw new InvalidConfigurationPropertyValueException(
						"rpc.registry-server.try-it.allowed-networks[" + i + "]", network,
						"It is not a network: " + ex.getMessage() + ".");
			}
		}
		return ranges;
	}

}
