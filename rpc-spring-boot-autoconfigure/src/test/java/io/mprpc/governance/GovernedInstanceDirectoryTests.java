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

package io.mprpc.governance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ServiceDocument;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.InMemoryRegistry;
import io.mprpc.testing.MemoryDocuments;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GovernedInstanceDirectory} and {@link RulesDirectory}.
 */
class GovernedInstanceDirectoryTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Endpoint ENDPOINT = new Endpoint("10.0.0.1", 9090);

	private final InMemoryRegistry registry = new InMemoryRegistry().put("demo.UserService", "10.0.0.1:9090", "Login")
		.put("demo.UserService", "10.0.0.2:9090", "Login");

	@Test
	void rulesAreAppliedAsTheyChange() {
		MemoryDocuments documents = new MemoryDocuments(false);
		RulesDirectory rules = new RulesDirectory(documents);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry, rules);
		List<ServiceView> seen = new ArrayList<>();
		Subscription subscription = directory.subscribe(USERS, seen::add);
		assertThat(seen).hasSize(1);
		assertThat(statuses(seen.get(0))).containsExactly(InstanceStatus.UP, InstanceStatus.UP);

		write(rules, ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withOutOfService(true)));
		assertThat(seen).hasSize(2);
		assertThat(statuses(seen.get(1))).containsExactly(InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP);
		assertThat(directory.view(USERS)).isEqualTo(seen.get(1));

		write(rules, ServiceRules.NONE);
		assertThat(statuses(directory.view(USERS))).containsExactly(InstanceStatus.UP, InstanceStatus.UP);
		assertThat(seen).hasSize(3);

		subscription.close();
		write(rules, ServiceRules.NONE.withVersionsOutOfService(Set.of("")));
		assertThat(seen).hasSize(3);
	}

	@Test
	void instancesThatComeLaterAreGovernedToo() {
		MemoryDocuments documents = new MemoryDocuments(false);
		RulesDirectory rules = new RulesDirectory(documents);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry, rules);
		write(rules, ServiceRules.NONE.withInstance(new Endpoint("10.0.0.3", 9090), InstanceRule.NONE.withWeight(1)));
		List<ServiceView> seen = new ArrayList<>();
		directory.subscribe(USERS, seen::add);
		this.registry.put("demo.UserService", "10.0.0.3:9090", "Login");
		assertThat(seen.get(seen.size() - 1).instances().get(2).metadata().weight()).isEqualTo(1);
		assertThat(directory.services()).containsExactly(USERS);
	}

	@Test
	void aLiveViewWaitsForTheRules() {
		MemoryDocuments documents = new MemoryDocuments(true);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry,
				new RulesDirectory(documents));
		List<ServiceView> seen = new ArrayList<>();
		directory.subscribe(USERS, seen::add);
		assertThat(seen).isEmpty();
		assertThat(directory.view(USERS).isKnown()).isFalse();
		documents.put(new ServiceDocument(USERS, null, ServiceDocument.NO_VERSION, ServiceDocument.State.DENIED));
		assertThat(seen).hasSize(1);
		assertThat(directory.view(USERS).state()).isEqualTo(ServiceView.State.LIVE);
	}

	@Test
	void aViewFromDiskDoesNotWait() {
		this.registry.state(ServiceView.State.SNAPSHOT);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry,
				new RulesDirectory(new MemoryDocuments(true)));
		List<ServiceView> seen = new ArrayList<>();
		directory.subscribe(USERS, seen::add);
		assertThat(seen).hasSize(1);
		assertThat(seen.get(0).state()).isEqualTo(ServiceView.State.SNAPSHOT);
	}

	@Test
	void rulesThatCannotBeReadChangeNothing() {
		MemoryDocuments documents = new MemoryDocuments(false);
		RulesDirectory rules = new RulesDirectory(documents);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry, rules);
		write(rules, ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withOutOfService(true)));
		documents.put(new ServiceDocument(USERS, "nonsense", 9, ServiceDocument.State.LIVE));
		assertThat(statuses(directory.view(USERS))).containsExactly(InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP);
		assertThat(rules.rules(USERS).version()).as("so that an operator can replace them").isEqualTo(9);
	}

	@Test
	void theSlowerOfTwoOperatorsIsTold() {
		RulesDirectory rules = new RulesDirectory(new MemoryDocuments(false));
		write(rules, ServiceRules.NONE);
		assertThat(rules.write(USERS, ServiceRules.NONE, ServiceDocument.NO_VERSION).toCompletableFuture())
			.isCompletedExceptionally()
			.failsWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(DocumentChangedException.class);
	}

	private static void write(RulesDirectory rules, ServiceRules next) {
		assertThat(rules.write(USERS, next, rules.rules(USERS).version()).toCompletableFuture()).isCompleted();
	}

	private static List<InstanceStatus> statuses(ServiceView view) {
		return view.instances().stream().map((instance) -> instance.metadata().status()).toList();
	}

}
