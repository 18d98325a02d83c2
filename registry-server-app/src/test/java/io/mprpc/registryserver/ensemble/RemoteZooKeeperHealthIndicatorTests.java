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

import io.mprpc.registry.RegistryConnection;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RemoteZooKeeperHealthIndicator}.
 */
class RemoteZooKeeperHealthIndicatorTests {

	private final RegistryConnection connection = mock(RegistryConnection.class);

	@Test
	void theCauseOfAnOutageIsTold() {
		given(this.connection.address()).willReturn("zk.example:2181");
		given(this.connection.state()).willReturn(RegistryConnection.State.DENIED);
		given(this.connection.problem()).willReturn("authentication failed");
		Health health = new RemoteZooKeeperHealthIndicator(this.connection).health();
		assertThat(health).isNotNull();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("connection", "denied")
			.containsEntry("problem", "authentication failed");
	}

}
