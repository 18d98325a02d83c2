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
package io.mprpc.cloud;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RpcServiceRegistry}.
 */
class RpcServiceRegistryTests {

	private static final Endpoint ENDPOINT = new Endpoint("10.0.0.1", 9090);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private final InMemoryRegistry memory = new InMemoryRegistry();

	private final RpcRegistration registration = new RpcRegistration("users", () -> "10.0.0.1");

	private Runnable whilePublishing = () -> {
	};

	private final RpcServiceRegistry registry = new RpcServiceRegistry(new InterruptedPublisher());

	@Test
	void aStatusThatIsSetDuringTheRegistrationIsNotLost() {
		this.registration.become(instance());
		this.whilePublishing = () -> this.registry.setStatus(this.registration, "OUT_OF_SERVICE");

		this.registry.register(this.registration);

		assertThat(this.registry.getStatus(this.registration)).isEqualTo("OUT_OF_SERVICE");
		assertThat(this.memory.view(USERS).instances()).singleElement()
			.extracting((instance) -> instance.metadata().status().name())
			.isEqualTo("OUT_OF_SERVICE");
	}

	private static ProviderInstance instance() {
		return new ProviderInstance("users", ENDPOINT,
				List.of(new RpcInstance(USERS, ENDPOINT, Set.of("Login"), InstanceMetadata.UNKNOWN)),
				InstanceMetadata.UNKNOWN, Map.of());
	}

	/**
	 * Lets something happen between the decision what to publish and the answer.
	 */
	private final class InterruptedPublisher implements InstancePublisher {

		@Override
		public Publication publish(ProviderInstance instance) {
			RpcServiceRegistryTests.this.whilePublishing.run();
			return RpcServiceRegistryTests.this.memory.publish(instance);
		}

		@Override
		public Subscription registerConsumer(ConsumerReference reference) {
			return RpcServiceRegistryTests.this.memory.registerConsumer(reference);
		}

	}

}
