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

package io.mprpc.autoconfigure;

import java.util.Set;

import io.mprpc.governance.GovernedInstanceDirectory;
import io.mprpc.governance.RulesDirectory;
import io.mprpc.governance.RulesView;
import io.mprpc.governance.ServiceRules;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.ServiceDocuments;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.zookeeper.ZooKeeperInstanceDirectory;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

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
				.doesNotHaveBean(ServiceDocuments.class)
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
