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

package io.mprpc.internal.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.ViewChange;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecentChanges}.
 */
class RecentChangesTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final RecentChanges changes = new RecentChanges(this.registry, () -> List.of(USERS),
			InstantSource.fixed(NOW));

	@Test
	void whatChangedIsRememberedTheLatestFirst() {
		put("10.0.0.1:9090", 100, InstanceStatus.UP, "Login");
		put("10.0.0.1:9090", 0, InstanceStatus.DRAINING, "Login");
		put("10.0.0.1:9090", 0, InstanceStatus.DRAINING, "Login", "Chat");
		this.registry.remove(USERS, Endpoint.parse("10.0.0.1:9090"));
		this.registry.state(ServiceView.State.STALE);
		assertThat(this.changes.of(USERS)).extracting(ViewChange::subject, ViewChange::what)
			.map((change) -> change.toList().get(0) + " " + change.toList().get(1))
			.containsExactly(" view LIVE -> STALE", "10.0.0.1:9090 left",
					"10.0.0.1:9090 methods [Login] -> [Chat, Login]",
					"10.0.0.1:9090 status UP -> DRAINING, weight 100 -> 0",
					"10.0.0.1:9090 appeared: UP, version '1', weight 100, 1 methods", " view LOADING -> LIVE");
		assertThat(this.changes.of(USERS)).extracting(ViewChange::at).containsOnly(NOW);
	}

	@Test
	void onlySoManyAreRemembered() {
		for (int weight = 1; weight <= RecentChanges.LIMIT + 10; weight++) {
			put("10.0.0.1:9090", weight, InstanceStatus.UP, "Login");
		}
		assertThat(this.changes.of(USERS)).hasSize(RecentChanges.LIMIT)
			.first()
			.satisfies((change) -> assertThat(change.what()).isEqualTo("weight 59 -> 60"));
	}

	@Test
	void servicesThatNobodyFollowsAreLeftAlone() {
		this.registry.put("demo.FriendService", "10.0.0.1:9090", "List");
		assertThat(this.changes.of(new ServiceName("demo.FriendService"))).isEmpty();
	}

	@Test
	void nothingIsRememberedAfterTheEnd() {
		this.changes.close();
		put("10.0.0.1:9090", 100, InstanceStatus.UP, "Login");
		assertThat(this.changes.of(USERS)).hasSize(1);
		assertThat(this.registry.listenerCount()).isZero();
	}

	private void put(String endpoint, int weight, InstanceStatus status, String... methods) {
		this.registry.put(new RpcInstance(USERS, Endpoint.parse(endpoint), Set.of(methods),
				new InstanceMetadata("uuid", "users", "1", weight, "", Map.of(), status, null, Map.of())));
	}

}
