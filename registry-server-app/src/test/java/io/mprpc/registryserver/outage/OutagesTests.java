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

package io.mprpc.registryserver.outage;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.mprpc.registry.RegistryConnection;
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.catalog.model.RegistryState;
import io.mprpc.registryserver.catalog.model.ServiceHealth;
import io.mprpc.registryserver.outage.Availability.Level;
import io.mprpc.registryserver.outage.Outage.Caller;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import io.mprpc.registryserver.traffic.model.UnsentReason;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outages}.
 */
class OutagesTests {

	private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

	@Test
	void everythingIsUpOnlyIfTheRegistryAndAllConsumersAgree() {
		assertThat(level(overview(Map.of(ServiceHealth.Level.UP, 3), 0, true))).isEqualTo(Level.UP);
		assertThat(level(overview(Map.of(ServiceHealth.Level.UP, 3), 0, false))).isEqualTo(Level.UNKNOWN);
		assertThat(level(overview(Map.of(ServiceHealth.Level.IMPAIRED, 1), 0, true))).isEqualTo(Level.IMPAIRED);
		assertThat(level(overview(Map.of(ServiceHealth.Level.METHODS_DOWN, 1), 0, true))).isEqualTo(Level.OUTAGE);
		assertThat(level(overview(Map.of(ServiceHealth.Level.UP, 3), 0, true), unsent("web", UnsentReason.NO_INSTANCE)))
			.isEqualTo(Level.OUTAGE);
		assertThat(
				level(overview(Map.of(ServiceHealth.Level.UP, 3), 0, true), unsent("web", UnsentReason.NO_CONNECTION)))
			.isEqualTo(Level.OUTAGE);
	}

	@Test
	void aServiceOfWhichOnlyTheNameIsLeftIsNoOutage() {
		Availability availability = Outages.of(overview(Map.of(ServiceHealth.Level.NO_INSTANCE, 2), 2, true),
				List.of());
		assertThat(availability.level()).isEqualTo(Level.UP);
		assertThat(Outages.of(overview(Map.of(ServiceHealth.Level.NO_INSTANCE, 2), 1, true), List.of()))
			.satisfies((other) -> {
				assertThat(other.level()).isEqualTo(Level.OUTAGE);
				assertThat(other.unavailableServices()).isEqualTo(1);
			});
	}

	@Test
	void reasonsOfTheConsumerAndMutedOnesAreNoOutageButAreShown() {
		UnsentCalls late = unsent("web", UnsentReason.DEADLINE);
		UnsentCalls limited = unsent("web", UnsentReason.LIMITED);
		UnsentCalls other = unsent("web", UnsentReason.OTHER);
		UnsentCalls muted = new UnsentCalls("shop@h:1:a", "shop", "demo.Users", "Login", UnsentReason.NO_INSTANCE, 1,
				"", NOON, NOON, true);
		Availability availability = Outages.of(overview(Map.of(ServiceHealth.Level.UP, 1), 0, true),
				List.of(late, limited, other, muted));
		assertThat(availability.level()).isEqualTo(Level.UP);
		assertThat(availability.outages()).isEmpty();
		assertThat(availability.ownFaults()).containsExactly(late, limited, other, muted);
	}

	@Test
	void consumersOfTheSameMethodAndReasonMakeOneOutage() {
		List<Outage> outages = Outages
			.outages(List.of(calls("web@a:1:x", "web", "Login", UnsentReason.NO_INSTANCE, 1, "", NOON.minusSeconds(5)),
					calls("shop@b:1:x", "shop", "Login", UnsentReason.NO_INSTANCE, 3, "two are out of service",
							NOON.minusSeconds(9)),
					calls("shop@b:1:x", "shop", "Login", UnsentReason.NO_CONNECTION, 9, "", NOON),
					calls("shop@b:1:x", "shop", "Logout", UnsentReason.NO_INSTANCE, 2, "", NOON)));
		assertThat(outages).containsExactly(
				new Outage("demo.Users", "Login", UnsentReason.NO_CONNECTION, 9, "", NOON,
						List.of(new Caller("shop@b:1:x", "shop", 9))),
				new Outage("demo.Users", "Login", UnsentReason.NO_INSTANCE, 4, "two are out of service",
						NOON.minusSeconds(9),
						List.of(new Caller("shop@b:1:x", "shop", 3), new Caller("web@a:1:x", "web", 1))),
				new Outage("demo.Users", "Logout", UnsentReason.NO_INSTANCE, 2, "", NOON,
						List.of(new Caller("shop@b:1:x", "shop", 2))));
	}

	private static Level level(Overview overview, UnsentCalls... unsent) {
		return Outages.of(overview, List.of(unsent)).level();
	}

	private static UnsentCalls unsent(String application, UnsentReason reason) {
		return calls(application + "@h:1:a", application, "Login", reason, 1, "", NOON);
	}

	private static UnsentCalls calls(String process, String application, String method, UnsentReason reason,
			double perSecond, String text, Instant since) {
		return new UnsentCalls(process, application, "demo.Users", method, reason, perSecond, text, since, NOON, false);
	}

	private static Overview overview(Map<ServiceHealth.Level, Integer> health, int retired, boolean live) {
		RegistryState registry = new RegistryState("localhost:2181", "default", RegistryConnection.State.CONNECTED,
				live, 0, 0);
		return new Overview(registry, 3, 0, 1, 1, 0, 0, 1, 1, 1, 0, health, retired, 0);
	}

}
