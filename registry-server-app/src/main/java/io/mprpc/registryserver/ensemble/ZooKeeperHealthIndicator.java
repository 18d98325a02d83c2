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
import java.util.Map;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper.Role;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Health of the embedded ZooKeeper: down when it has failed, out of service while it
 * belongs to no quorum.
 */
public final class ZooKeeperHealthIndicator extends AbstractHealthIndicator {

	private final EmbeddedZooKeeper zooKeeper;

	private final Map<Integer, String> members;

	/**
	 * Creates the indicator of a server.
	 * @param zooKeeper the server
	 * @param members addresses of the members of its ensemble by their numbers, empty for
	 * a standalone server
	 */
	public ZooKeeperHealthIndicator(EmbeddedZooKeeper zooKeeper, Map<Integer, String> members) {
		super("The state of the embedded ZooKeeper cannot be determined");
		this.zooKeeper = zooKeeper;
		this.members = members;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Role role = this.zooKeeper.role();
		builder.withDetail("address", this.zooKeeper.connectString());
		builder.withDetail("role", role.name().toLowerCase(Locale.ROOT));
		if (!this.members.isEmpty()) {
			builder.withDetail("members", this.members);
		}
		Throwable failure = this.zooKeeper.failure();
		if (failure != null) {
			builder.down(failure);
		}
		else if (this.zooKeeper.isServing()) {
			builder.up();
		}
		else if (role == Role.STOPPED) {
			builder.down();
		}
		else {
			builder.outOfService()
				.withDetail("reason", "This member belongs to no quorum: check which other members are running");
		}
	}

}
