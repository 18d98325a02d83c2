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

package io.mprpc.internal.governance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.registry.LocalInstances;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentChangedException;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.testing.InMemoryRegistry;
import io.mprpc.testing.MemoryDocuments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GovernedInstanceDirectory} and {@link RulesDirectory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class GovernedInstanceDirectoryTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Endpoint ENDPOINT = new Endpoint("10.0.0.1", 9090);

	private static final String OUT = "{\"instances\":{\"10.0.0.1:9090\":{\"outOfService\":true}}}";

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
	void theOwnInstanceIsGovernedBeforeItIsRegistered() {
		RulesDirectory rules = new RulesDirectory(new MemoryDocuments(false));
		LocalInstances local = new LocalInstances();
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry, rules).over(local::within);
		List<ServiceView> seen = new ArrayList<>();
		directory.subscribe(USERS, seen::add);
		Endpoint here = new Endpoint("10.0.0.0", 9090);
		RpcInstance own = new RpcInstance(USERS, here, Set.of("Register"), InstanceMetadata.UNKNOWN);
		local.serve(new ProviderInstance("shop", here, List.of(own), own.metadata(), Map.of()));
		assertThat(seen.get(1).instances()).contains(own).hasSize(3);
		write(rules, ServiceRules.NONE.withInstance(here, InstanceRule.NONE.withOutOfService(true)));
		assertThat(statuses(seen.get(2))).containsExactly(InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP,
				InstanceStatus.UP);
	}

	@Test
	void aViewWaitsForTheRules() {
		MemoryDocuments documents = new MemoryDocuments(true);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry,
				new RulesDirectory(documents));
		List<ServiceView> seen = new ArrayList<>();
		directory.subscribe(USERS, seen::add);
		assertThat(seen).isEmpty();
		assertThat(directory.view(USERS).isKnown()).isFalse();
		documents.put(new Document(DocumentName.rules(USERS), null, Document.NO_VERSION, Document.State.LIVE));
		assertThat(seen).hasSize(1);
		assertThat(directory.view(USERS).state()).isEqualTo(ServiceView.State.LIVE);
	}

	@Test
	void aViewFromDiskWaitsForTheRulesThatWereKeptWithIt() {
		this.registry.state(ServiceView.State.SNAPSHOT);
		MemoryDocuments documents = new MemoryDocuments(true);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry,
				new RulesDirectory(documents));
		List<ServiceView> seen = new ArrayList<>();
		directory.subscribe(USERS, seen::add);
		assertThat(seen).isEmpty();
		assertThat(directory.view(USERS).isKnown()).isFalse();
		documents.put(new Document(DocumentName.rules(USERS), OUT, Document.NO_VERSION, Document.State.SNAPSHOT));
		assertThat(seen).hasSize(1);
		assertThat(seen.get(0).state()).isEqualTo(ServiceView.State.SNAPSHOT);
		assertThat(statuses(seen.get(0))).containsExactly(InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP);
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "{\"format\":2}", "{\"format\":0}", "{\"instances\":{\"10.0.0.1\":{}}}",
			"{\"instances\":{\"10.0.0.1:9090\":{\"outOfService\":\"yes\"}}}",
			"{\"instances\":{\"10.0.0.1:9090\":{\"methodsOutOfService\":\"Login\"}}}", "{\"a\":\"\ufffd\"}" })
	void whileNoReadableRulesAreKnownNoInstanceTakesCalls(String text) {
		MemoryDocuments documents = new MemoryDocuments(false);
		RulesDirectory rules = new RulesDirectory(documents);
		documents.put(new Document(DocumentName.rules(USERS), text, 3, Document.State.LIVE));
		ServiceView view = new GovernedInstanceDirectory(this.registry, rules).view(USERS);
		assertThat(statuses(view)).containsExactly(InstanceStatus.UNREADABLE, InstanceStatus.UNREADABLE);
		assertThat(rules.rules(USERS).problem()).isNotNull();
		assertThat(rules.unreadable()).containsExactly(USERS);
		assertThat(rules.rules(USERS).appliedTo(view.instances().get(0))).extracting(AppliedRule::code)
			.containsExactly(AppliedRule.Code.RULES_UNREADABLE);

		documents.put(new Document(DocumentName.rules(USERS), OUT, 4, Document.State.LIVE));
		assertThat(statuses(new GovernedInstanceDirectory(this.registry, rules).view(USERS)))
			.containsExactly(InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP);
		assertThat(rules.unreadable()).isEmpty();
	}

	@Test
	void rulesThatCannotBeReadAtFirstAreThoseLastRead(CapturedOutput output) {
		MemoryDocuments documents = new MemoryDocuments(false);
		RulesDirectory rules = new RulesDirectory(documents);
		for (Document document : List.of(
				new Document(DocumentName.rules(USERS), "{\"format\":2}", 3, Document.State.LIVE, OUT),
				new Document(DocumentName.rules(USERS), null, Document.NO_VERSION, Document.State.DENIED, OUT))) {
			documents.put(document);
			ServiceView view = new GovernedInstanceDirectory(this.registry, rules).view(USERS);
			assertThat(statuses(view)).containsExactly(InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP);
			assertThat(rules.rules(USERS).appliedTo(view.instances().get(1))).extracting(AppliedRule::code)
				.containsExactly(AppliedRule.Code.LATER_RULES_UNREADABLE);
		}
		assertThat(output)
			.containsOnlyOnce("The rules that operators have set for demo.UserService cannot be read in the document "
					+ "of demo.UserService because they have format 2");
	}

	@Test
	void rulesThatMayNotBeReadAreNotNone() {
		MemoryDocuments documents = new MemoryDocuments(true);
		documents.put(new Document(DocumentName.rules(USERS), null, Document.NO_VERSION, Document.State.DENIED));
		assertThat(statuses(new GovernedInstanceDirectory(this.registry, new RulesDirectory(documents)).view(USERS)))
			.containsExactly(InstanceStatus.UNREADABLE, InstanceStatus.UNREADABLE);
	}

	@Test
	void whatIsNotUnderstoodIsKeptAndWhatCannotBeReadIsNotReplaced() {
		MemoryDocuments documents = new MemoryDocuments(false);
		RulesDirectory rules = new RulesDirectory(documents);
		documents.put(new Document(DocumentName.rules(USERS), "{\"later\":[1]}", 3, Document.State.LIVE));
		write(rules, ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withWeight(1)));
		assertThat(documents.document(DocumentName.rules(USERS)).content())
			.isEqualTo("{\"format\":1,\"instances\":{\"10.0.0.1:9090\":{\"weight\":1}},\"later\":[1]}");

		documents.put(new Document(DocumentName.rules(USERS), "{\"format\":2}", 9, Document.State.LIVE));
		assertThat(rules.write(USERS, ServiceRules.NONE, 9).toCompletableFuture()).failsWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(RegistryAccessException.class)
			.withMessageContaining("format 2");
		assertThat(documents.document(DocumentName.rules(USERS)).content()).isEqualTo("{\"format\":2}");
	}

	@Test
	void rulesThatCannotBeReadChangeNothing() {
		MemoryDocuments documents = new MemoryDocuments(false);
		RulesDirectory rules = new RulesDirectory(documents);
		GovernedInstanceDirectory directory = new GovernedInstanceDirectory(this.registry, rules);
		write(rules, ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withOutOfService(true)));
		documents.put(new Document(DocumentName.rules(USERS), "nonsense", 9, Document.State.LIVE));
		assertThat(statuses(directory.view(USERS))).containsExactly(InstanceStatus.OUT_OF_SERVICE, InstanceStatus.UP);
		assertThat(rules.rules(USERS).version()).as("so that an operator can replace them").isEqualTo(9);
	}

	@Test
	void theSlowerOfTwoOperatorsIsTold() {
		RulesDirectory rules = new RulesDirectory(new MemoryDocuments(false));
		write(rules, ServiceRules.NONE);
		assertThat(rules.write(USERS, ServiceRules.NONE, Document.NO_VERSION).toCompletableFuture())
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
