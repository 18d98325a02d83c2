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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.governance.GovernedInstanceDirectory;
import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.governance.RulesView;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.InMemoryRegistry;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RpcGovernanceAutoConfiguration}.
 */
class RpcGovernanceAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(RpcRegistryAutoConfiguration.class, RpcGovernanceAutoConfiguration.class))
		.withPropertyValues("rpc.registry.connect-string=127.0.0.1:1", "rpc.registry.operation-timeout=1s",
				"rpc.registry.snapshot.enabled=false");

	@Test
	void consumersSeeInstancesWithTheRulesApplied() {
		this.runner.run((context) -> {
			assertThat(context.getBean(InstanceDirectory.class)).isInstanceOf(GovernedInstanceDirectory.class);
			assertThat(context).hasSingleBean(ZooKeeperInstanceDirectory.class).hasSingleBean(RulesDirectory.class);
		});
	}

	@Test
	void nothingIsThereWhenItIsDisabled() {
		this.runner.withPropertyValues("rpc.governance.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(InstanceDirectory.class)
				.hasSingleBean(ZooKeeperInstanceDirectory.class)
				.doesNotHaveBean(DocumentStore.class)
				.doesNotHaveBean(RulesDirectory.class));
	}

	@Test
	void nothingIsThereWithoutARegistry() {
		this.runner.withPropertyValues("rpc.registry.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(InstanceDirectory.class)
				.doesNotHaveBean(RulesDirectory.class));
	}

	@Test
	void aDirectoryOfTheApplicationIsLeftAlone() {
		this.runner.withBean(InMemoryRegistry.class)
			.run((context) -> assertThat(context).hasSingleBean(InstanceDirectory.class)
				.doesNotHaveBean(GovernedInstanceDirectory.class));
	}

	@Test
	void aProcessThatStartsWithoutZooKeeperAppliesTheLastRulesThatItKnew(@TempDir Path snapshots) throws Exception {
		ServiceName users = new ServiceName("demo.UserService");
		Endpoint out = new Endpoint("10.0.0.1", 9090);
		try (TestingServer server = new TestingServer()) {
			ApplicationContextRunner consumer = this.runner.withPropertyValues(
					"rpc.registry.connect-string=" + server.getConnectString(), "rpc.registry.snapshot.enabled=true",
					"rpc.registry.snapshot.directory=" + snapshots);
			consumer.run((context) -> {
				for (String host : List.of("10.0.0.1", "10.0.0.2")) {
					context.getBean(InstancePublisher.class).publish(provider(users, new Endpoint(host, 9090)));
				}
				RulesDirectory rules = context.getBean(RulesDirectory.class);
				await().until(() -> context.getBean(InstanceDirectory.class).view(users).instances().size() == 2);
				rules
					.write(users, ServiceRules.NONE.withInstance(out, InstanceRule.NONE.withOutOfService(true)),
							rules.rules(users).version())
					.toCompletableFuture()
					.get();
				await().until(() -> rules.rules(users).rules().instance(out).outOfService());
			});
			server.stop();
			consumer.run((context) -> {
				InstanceDirectory directory = context.getBean(InstanceDirectory.class);
				await().until(() -> directory.view(users).isKnown());
				assertThat(directory.view(users).state()).isEqualTo(ServiceView.State.SNAPSHOT);
				assertThat(directory.view(users).instances())
					.extracting((instance) -> instance.endpoint().host() + ' ' + instance.metadata().status())
					.containsExactly("10.0.0.1 OUT_OF_SERVICE", "10.0.0.2 UP");
			});
		}
	}

	private static ProviderInstance provider(ServiceName service, Endpoint endpoint) {
		InstanceMetadata metadata = new InstanceMetadata("uuid-of-" + endpoint.host(), "users", "", 100, "", Map.of(),
				InstanceStatus.UP, null, Map.of());
		return new ProviderInstance("users", endpoint,
				List.of(new RpcInstance(service, endpoint, Set.of("Login"), metadata)), metadata, Map.of());
	}

	@Test
	void rulesAreKeptInZooKeeper() {
		ServiceName users = new ServiceName("demo.UserService");
		this.runner.withPropertyValues("rpc.registry.embedded.enabled=true").run((context) -> {
			RulesDirectory rules = context.getBean(RulesDirectory.class);
			await().until(() -> rules.rules(users).isKnown());
			RulesView written = rules
				.write(users, ServiceRules.NONE.withVersionsOutOfService(Set.of("1")), rules.rules(users).version())
				.toCompletableFuture()
				.get();
			await().until(() -> rules.rules(users).equals(written));
		});
	}

}
