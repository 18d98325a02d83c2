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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mprpc.internal.grpc.metrics.MeteredApplication;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.GrpcApplication;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the registry's effect on the health groups that an orchestrator asks for.
 */
class ReadinessTests {

	@Test
	void withoutTheRegistryTheApplicationIsReadyUnlessToldOtherwise() {
		try (GrpcApplication application = start()) {
			losesTheRegistry(application);
			assertThat(health(application, "readiness").getStatus()).isEqualTo(Status.UP);
			assertThat(health(application, "liveness").getStatus()).isEqualTo(Status.UP);
			assertThat(health(application).getStatus()).isEqualTo(Status.DOWN);
		}
	}

	@Test
	void theRegistryCountsForReadinessWhereThatIsWantedAndNeverForLiveness() {
		try (GrpcApplication application = start("rpc.registry.affects-readiness=true")) {
			assertThat(health(application, "readiness").getStatus()).isEqualTo(Status.UP);
			losesTheRegistry(application);
			assertThat(health(application, "readiness").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(application, "liveness").getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void theRegistryCountsForAReadinessGroupOfTheUsersToo() {
		try (GrpcApplication application = start("rpc.registry.affects-readiness=true",
				"management.endpoint.health.group.readiness.include=ping")) {
			losesTheRegistry(application);
			assertThat(health(application, "readiness").getStatus()).isEqualTo(Status.DOWN);
		}
	}

	@Test
	void aStaleViewLeavesTheApplicationReady() {
		try (GrpcApplication application = start("rpc.registry.affects-readiness=true")) {
			application.bean(MeteredApplication.ChangingConnection.class).become(RegistryConnection.State.LOST);
			application.bean(InMemoryRegistry.class).state(ServiceView.State.STALE);
			assertThat(health(application, "readiness").getStatus()).isEqualTo(Status.UP);
		}
	}

	private static void losesTheRegistry(GrpcApplication application) {
		application.bean(MeteredApplication.ChangingConnection.class).become(RegistryConnection.State.LOST);
		application.bean(InMemoryRegistry.class).state(ServiceView.State.LOADING);
		HealthDescriptor registry = ((CompositeHealthDescriptor) health(application)).getComponents()
			.get("rpcRegistry");
		assertThat(registry.getStatus()).isEqualTo(Status.DOWN);
	}

	private static HealthDescriptor health(GrpcApplication application, String... path) {
		HealthDescriptor health = application.bean(HealthEndpoint.class).healthForPath(path);
		assertThat(health).as(String.join("/", path)).isNotNull();
		return health;
	}

	private static GrpcApplication start(String... properties) {
		List<String> all = new ArrayList<>(Arrays.asList(MeteredApplication.PROPERTIES));
		all.addAll(List.of("rpc.registry.enabled=true", "management.endpoint.health.probes.enabled=true",
				"management.endpoints.jmx.exposure.include=health", "spring.jmx.enabled=true"));
		all.addAll(Arrays.asList(properties));
		return GrpcApplication.start(MeteredApplication.class, all.toArray(String[]::new));
	}

}
