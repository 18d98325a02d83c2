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

import java.util.Locale;

import io.mprpc.registry.RegistryConnection;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of an external ZooKeeper: out of service while this process is not connected to
 * it. A restart of this process would not help.
 */
public final class RemoteZooKeeperHealthIndicator extends AbstractHealthIndicator {

	private final RegistryConnection connection;

	/**
	 * Creates the indicator of a connection.
	 * @param connection the connection
	 */
	public RemoteZooKeeperHealthIndicator(RegistryConnection connection) {
		super("The state of the connection to ZooKeeper cannot be determined");
		this.connection = connection;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		RegistryConnection.State state = this.connection.state();
		builder.withDetail("address", this.connection.address())
			.withDetail("role", "remote")
			.withDetail("connection", state.name().toLowerCase(Locale.ROOT));
		String problem = this.connection.problem();
		if (problem != null) {
			builder.withDetail("problem", problem);
		}
		if (state == RegistryConnection.State.CONNECTED) {
			builder.up();
		}
		else {
			builder.outOfService();
		}
	}

}
