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

package io.mprpc.autoconfigure.cloud;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of Spring Cloud's discovery clients for the registry.
 *
 * @since 0.1
 */
@ConfigurationProperties("rpc.discovery")
public class RpcDiscoveryProperties {

	/**
	 * Whether to provide discovery clients. References do not need them.
	 */
	private boolean enabled = true;

	/**
	 * Order among discovery clients; the lowest is asked first.
	 */
	private int order;

	/**
	 * Longest time that the first lookup of a name waits for the registry. Later lookups
	 * do not wait.
	 */
	private Duration initialTimeout = Duration.ofSeconds(1);

	/**
	 * Time over which changes are combined into one heartbeat event.
	 */
	private Duration heartbeatWindow = Duration.ofMillis(100);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getOrder() {
		return this.order;
	}

	public void setOrder(int order) {
		this.order = order;
	}

	public Duration getInitialTimeout() {
		return this.initialTimeout;
	}

	public void setInitialTimeout(Duration initialTimeout) {
		this.initialTimeout = initialTimeout;
	}

	public Duration getHeartbeatWindow() {
		return this.heartbeatWindow;
	}

	public void setHeartbeatWindow(Duration heartbeatWindow) {
		this.heartbeatWindow = heartbeatWindow;
	}

}
