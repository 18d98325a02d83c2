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

import io.mprpc.registryserver.api.ChangeStreamSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the stream of changes.
 */
@ConfigurationProperties("rpc.registry-server.changes")
public class ChangeStreamProperties {

	/**
	 * Number of clients that may follow the changes at the same time. An open page of the
	 * console is one.
	 */
	private int maxSubscribers = 200;

	/**
	 * Number of streams that one user, or one address without a login, may have at the
	 * same time. One more ends the oldest one, whose client reconnects if it still
	 * listens. A page of the console has one while it is visible.
	 */
	private int maxSubscribersPerUser = 20;

	/**
	 * Time without an event after which a stream sends a heartbeat.
	 */
	private Duration heartbeat = Duration.ofSeconds(15);

	public int getMaxSubscribers() {
		return this.maxSubscribers;
	}

	public void setMaxSubscribers(int maxSubscribers) {
		this.maxSubscribers = maxSubscribers;
	}

	public int getMaxSubscribersPerUser() {
		return this.maxSubscribersPerUser;
	}

	public void setMaxSubscribersPerUser(int maxSubscribersPerUser) {
		this.maxSubscribersPerUser = maxSubscribersPerUser;
	}

	public Duration getHeartbeat() {
		return this.heartbeat;
	}

	public void setHeartbeat(Duration heartbeat) {
		this.heartbeat = heartbeat;
	}

	ChangeStreamSettings settings() {
		return new ChangeStreamSettings(this.maxSubscribers, this.maxSubscribersPerUser, this.heartbeat);
	}

}
