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

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.demo.FriendServiceGrpc;
import io.mprpc.internal.provider.ProviderLifecycle;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.testing.DemoFriends;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.grpc.server.health.HealthCheckedGrpcComponent;
import org.springframework.boot.grpc.server.health.HealthCheckedGrpcComponents;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderHealthIndicatorTests {

	@Test
	void healthFollowsTheInstance() {
		try (ConfigurableApplicationContext context = run()) {
			ProviderHealthIndicator indicator = context.getBean(ProviderHealthIndicator.class);
			InMemoryRegistry registry = context.getBean(InMemoryRegistry.class);
			Publication publication = context.getBean(ProviderLifecycle.class).publication();
			assertThat(publication).isNotNull();
			assertThat(indicator.health()).satisfies((health) -> {
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails())
					.isEqualTo(Map.of("endpoint", publication.instance().endpoint().toString(), "services", 1,
							"registration", "PUBLISHED", "status", "UP"));
			});
			publication.status(InstanceStatus.OUT_OF_SERVICE);
			assertThat(indicator.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			publication.status(InstanceStatus.UP);
			registry.publicationState(Publication.State.PENDING);
			// The provider can be called although the registry is away.
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
			for (Publication.State state : List.of(Publication.State.CONFLICT, Publication.State.DENIED)) {
				registry.publicationState(state);
				assertThat(indicator.health()).satisfies((health) -> {
					assertThat(health.getStatus()).isEqualTo(Status.DOWN);
					assertThat(health.getDetails()).containsEntry("reason", "set by the test")
						.containsEntry("registration", state.name());
				});
			}
		}
	}

	@Test
	void healthOfAStoppedContextIsOutOfService() {
		try (ConfigurableApplicationContext context = run()) {
			ProviderHealthIndicator indicator = context.getBean(ProviderHealthIndicator.class);
			context.stop();
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health.getDetails()).containsEntry("registration", "NONE").containsKey("reason");
			context.start();
			assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	void grpcsHealthKnowsEachServiceAndLeavesTheRegistryOut() {
		try (ConfigurableApplicationContext context = run(
				"spring.grpc.server.health.service.configured.include=diskSpace,rpcRegistry",
				"spring.grpc.server.health.services.validate-membership=false")) {
			HealthCheckedGrpcComponents components = context.getBean(HealthCheckedGrpcComponents.class);
			assertThat(components.getServiceNames()).isEqualTo(Set.of("configured", "demo.FriendService"));
			for (HealthCheckedGrpcComponent component : List.of(components.getServer(),
					components.getService("demo.FriendService"))) {
				assertThat(component.isMember("diskSpace")).isTrue();
				assertThat(component.isMember("rpcProvider")).isTrue();
				assertThat(component.isMember("rpcRegistry")).isFalse();
			}
			HealthCheckedGrpcComponent configured = components.getService("configured");
			assertThat(configured).isNotNull();
			assertThat(configured.isMember("diskSpace")).isTrue();
			assertThat(configured.isMember("ping")).isFalse();
			assertThat(configured.isMember("rpcProvider")).isTrue();
		}
	}

	@Test
	void indicatorCanBeSwitchedOff() {
		try (ConfigurableApplicationContext context = run("management.health.rpcProvider.enabled=false")) {
			assertThat(context.getBeanProvider(ProviderHealthIndicator.class).stream()).isEmpty();
		}
	}

	private static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.grpc.server.port=0", "spring.grpc.server.address=127.0.0.1",
					"spring.main.banner-mode=off", "spring.main.register-shutdown-hook=false")
			.properties(properties)
			.run();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		InMemoryRegistry registry() {
			return new InMemoryRegistry();
		}

		@Bean
		FriendServiceGrpc.FriendServiceImplBase friends() {
			return new DemoFriends();
		}

	}

}
