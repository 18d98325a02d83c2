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

package io.mprpc.autoconfigure.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for permissions in ZooKeeper, and for encrypted connections to it.
 */
class RpcRegistrySecurityTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final ProviderInstance INSTANCE = new ProviderInstance("users", new Endpoint("10.0.0.1", 9090),
			List.of(new RpcInstance(USERS, new Endpoint("10.0.0.1", 9090), Set.of("Login"), InstanceMetadata.UNKNOWN)),
			InstanceMetadata.UNKNOWN, Map.of());

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RpcRegistryAutoConfiguration.class));

	@Test
	void whatAUserRegistersIsReadByItAlone() {
		try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults())) {
			user(server, "alice").withPropertyValues("rpc.registry.auth.access=private").run((alice) -> {
				publish(alice.getBean(InstancePublisher.class), Publication.State.PUBLISHED);
				awaitInstance(alice.getBean(InstanceDirectory.class));

				user(server, "bob").run((bob) -> {
					Publication refused = publish(bob.getBean(InstancePublisher.class), Publication.State.DENIED);
					assertThat(refused.reason()).contains("no permission in ZooKeeper at znode /mprpc");
					assertThat(bob.getBean(InstanceDirectory.class).view(USERS).state())
						.isEqualTo(ServiceView.State.LOADING);
				});
			});
		}
	}

	@Test
	void whatAUserRegistersCanBeReadableByAnyone() {
		try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults())) {
			user(server, "alice").withPropertyValues("rpc.registry.auth.access=readable").run((alice) -> {
				publish(alice.getBean(InstancePublisher.class), Publication.State.PUBLISHED);
				at(server.connectString()).run((anyone) -> {
					awaitInstance(anyone.getBean(InstanceDirectory.class));
					publish(anyone.getBean(InstancePublisher.class), Publication.State.DENIED);
				});
			});
		}
	}

	private ApplicationContextRunner user(EmbeddedZooKeeper server, String name) {
		return at(server.connectString()).withPropertyValues("rpc.registry.auth.username=" + name,
				"rpc.registry.auth.password=secret-of-" + name);
	}

	private ApplicationContextRunner at(String connectString) {
		return this.runner.withPropertyValues("rpc.registry.connect-string=" + connectString,
				"rpc.registry.snapshot.enabled=false", "rpc.registry.session-timeout=10s");
	}

	private static Publication publish(InstancePublisher publisher, Publication.State expected) {
		Publication publication = publisher.publish(INSTANCE);
		await().atMost(LONG).until(() -> publication.state() == expected);
		return publication;
	}

	private static void awaitInstance(InstanceDirectory instances) {
		await().atMost(LONG).until(() -> instances.view(USERS).instances().size() == 1);
	}

}
