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

package io.mprpc.internal.actuate;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.grpc.metrics.MeteredApplication;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.MemoryDocuments;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RegistryHealthIndicator}.
 */
class RegistryHealthIndicatorTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

	private final MeteredApplication.ChangingConnection connection = new MeteredApplication.ChangingConnection();

	private final RegistryStatistics statistics = mock(RegistryStatistics.class);

	private final RegistryHealthIndicator indicator = new RegistryHealthIndicator(this.connection, this.statistics,
			InstantSource.fixed(NOW));

	@Test
	void aConnectedRegistryIsUp() {
		Health health = health(RegistryConnection.State.CONNECTED, view(ServiceView.State.LIVE));
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("address", "zk.example:2181")
			.containsEntry("connection", "CONNECTED")
			.containsEntry("session", "0x1")
			.containsEntry("services", 1)
			.doesNotContainKey("staleFor");
	}

	@Test
	void aRegistryThatIsAwayIsStaleWithItsAgeWhileCallsGoOn() {
		Health health = health(RegistryConnection.State.LOST, view(ServiceView.State.STALE));
		assertThat(health.getStatus()).isEqualTo(RegistryHealthIndicator.STALE);
		assertThat(health.getDetails()).containsEntry("staleFor", "60s");
	}

	@Test
	void aSnapshotIsEnoughToWork() {
		assertThat(health(RegistryConnection.State.CONNECTING, view(ServiceView.State.SNAPSHOT)).getStatus())
			.isEqualTo(RegistryHealthIndicator.STALE);
	}

	@Test
	void rulesThatCannotBeReadAreNamedAndDownIfNoEarlierOnesAreKnown() {
		ServiceName users = new ServiceName("demo.UserService");
		MemoryDocuments documents = new MemoryDocuments(false);
		documents.put(new Document(DocumentName.rules(users), "{\"format\":2}", 4, Document.State.LIVE, "{}"));
		RulesDirectory rules = new RulesDirectory(documents);
		rules.rules(users);
		RegistryHealthIndicator governed = new RegistryHealthIndicator(this.connection, this.statistics,
				InstantSource.fixed(NOW), rules);
		this.connection.become(RegistryConnection.State.CONNECTED);
		assertThat(governed.health().getStatus()).as("the last readable ones go on").isEqualTo(Status.UP);
		assertThat(governed.health().getDetails()).containsEntry("unreadableRules", List.of("demo.UserService"));

		MemoryDocuments unknown = new MemoryDocuments(false);
		unknown.put(new Document(DocumentName.rules(users), "{\"format\":2}", 4, Document.State.LIVE));
		RulesDirectory none = new RulesDirectory(unknown);
		none.rules(users);
		assertThat(
				new RegistryHealthIndicator(this.connection, this.statistics, InstantSource.fixed(NOW), none).health()
					.getStatus())
			.isEqualTo(Status.DOWN);
	}

	@Test
	void anUnknownServiceIsDownAndNamed() {
		Health health = health(RegistryConnection.State.CONNECTING, ServiceView.loading(MeteredApplication.USERS));
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("unknownServices", List.of("demo.UserService"));
	}

	@Test
	void aRegistryThatRefusesThisProcessIsDownAndSaysWhy() {
		this.connection.fail("authentication failed");
		Health denied = health(RegistryConnection.State.DENIED, view(ServiceView.State.STALE));
		assertThat(denied.getStatus()).isEqualTo(Status.DOWN);
		assertThat(denied.getDetails()).containsEntry("connection", "DENIED")
			.containsEntry("problem", "authentication failed");
		assertThat(health(RegistryConnection.State.UNSUPPORTED, view(ServiceView.State.STALE)).getStatus())
			.isEqualTo(Status.DOWN);
	}

	@Test
	void aProviderThatNeverReachedTheRegistryIsDown() {
		this.connection.become(RegistryConnection.State.CONNECTING);
		given(this.statistics.views()).willReturn(List.of());
		assertThat(this.indicator.health()).extracting(Health::getStatus).isEqualTo(Status.DOWN);
	}

	@Test
	void aClosedConnectionIsDown() {
		assertThat(health(RegistryConnection.State.CLOSED, view(ServiceView.State.STALE)).getStatus())
			.isEqualTo(Status.DOWN);
	}

	private Health health(RegistryConnection.State state, ServiceView view) {
		this.connection.become(state);
		given(this.statistics.views()).willReturn(List.of(view));
		Health health = this.indicator.health();
		assertThat(health).isNotNull();
		return health;
	}

	private static ServiceView view(ServiceView.State state) {
		return new ServiceView(MeteredApplication.USERS, List.of(), state, NOW.minusSeconds(60));
	}

}
