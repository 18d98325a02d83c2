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
package io.mprpc.registryserver.explain;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.mprpc.internal.governance.GovernedInstanceDirectory;
import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.internal.governance.RulesCodec;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.internal.governance.UnavailabilityReason;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.model.InstanceDetail;
import io.mprpc.registryserver.catalog.model.MethodAvailability;
import io.mprpc.registryserver.catalog.model.MethodRow;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.operation.Command;
import io.mprpc.registryserver.operation.CommandContext;
import io.mprpc.registryserver.operation.CommandRefusedException;
import io.mprpc.registryserver.operation.CommandRefusedException.Reason;
import io.mprpc.registryserver.testing.RegistryInMemory;
import io.mprpc.registryserver.testing.ScriptedTraffic;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests that the consumers' directory, the catalog, the matrix, operations and
 * explanations agree on the effective state of an instance.
 */
class EffectiveServiceAgreementTests {

	private static final ServiceName USERS = new ServiceName("demo.Users");

	private static final Endpoint ENDPOINT = new Endpoint("127.0.0.1", 9090);

	private static final String UNREADABLE = "{\"format\":2}";

	@TempDir
	private Path directory;

	static Stream<Arguments> table() {
		InstanceRule none = InstanceRule.NONE;
		Map<String, String> documents = Map.of("no rule", "", "instance out", rule(none.withOutOfService(true)),
				"earlier incarnation out", rule(none.withOutOfService(true).withUuid("uuid-0")), "method out",
				rule(none.withMethodsOutOfService(Set.of("Login"))), "other method out",
				rule(none.withMethodsOutOfService(Set.of("Logout"))), "all methods out",
				rule(none.withMethodsOutOfService(Set.of("Login", "Logout"))), "weight 0", rule(none.withWeight(0)),
				"weight 7", rule(none.withWeight(7)), "version out",
				RulesCodec.write(ServiceRules.NONE.withVersionsOutOfService(Set.of("1"))), "rules unreadable",
				UNREADABLE);
		return documents.keySet()
			.stream()
			.sorted()
			.flatMap((rules) -> Stream.of(InstanceStatus.values())
				.flatMap((status) -> Stream.of(0, 100)
					.map((weight) -> Arguments.of(rules, documents.get(rules), status, weight))));
	}

	@ParameterizedTest(name = "{0}, {2}, weight {3}")
	@MethodSource("table")
	void allGiveTheSameAnswer(String name, String document, InstanceStatus status, int weight) {
		RegistryInMemory registry = registry(document, status, weight);
		RpcInstance seen = new GovernedInstanceDirectory(registry.instances(), registry.rules()).view(USERS)
			.instances()
			.get(0);
		Explainer explainer = explainer(registry);
		ServiceDetail detail = registry.catalog().service(USERS).orElseThrow();
		InstanceDetail instance = registry.catalog().instance(ENDPOINT).orElseThrow();
		for (MethodRow method : detail.methods()) {
			boolean takesCalls = seen.takesCalls(method.name());
			MethodAvailability cell = takesCalls ? MethodAvailability.SERVED : MethodAvailability.OUT_OF_SERVICE;
			assertThat(method.cells()).as("matrix").containsExactly(cell);
			assertThat(method.inService()).isEqualTo(takesCalls ? 1 : 0);
			assertThat(instance.services().get(0).methods()).as("instance")
				.contains(new InstanceDetail.Method(method.name(), cell));
			assertThat(detail.health().methodsDown().contains(method.name())).as("health").isEqualTo(!takesCalls);
			InstanceExplanation explained = explained(explainer, method.name());
			assertThat(explained.offered()).as("explanation").isEqualTo(takesCalls);
			assertThat(explained.reasons().isEmpty()).isEqualTo(takesCalls);
		}
		assertThat(detail.instances().get(0).status()).isEqualTo(seen.metadata().status());
		assertThat(detail.instances().get(0).weight()).isEqualTo(seen.metadata().weight());
		boolean takesAny = detail.methods().stream().map(MethodRow::name).anyMatch(seen::takesCalls);
		assertThat(explained(explainer, "").offered()).isEqualTo(takesAny);
		assertThat(detail.health().inService()).isEqualTo(takesAny ? 1 : 0);
		assertThat(detail.versions().get(0).inService()).isEqualTo(takesAny ? 1 : 0);
		if (!document.equals(UNREADABLE)) {
			assertLastInService(registry, seen);
		}
	}

	/**
	 * A command is refused if it would take the last instance of a method out of service.
	 */
	private static void assertLastInService(RegistryInMemory registry, RpcInstance seen) {
		for (String method : List.of("Login", "Logout")) {
			Command command = new Command.SetMethodServing(USERS, ENDPOINT, method, false, RuleLifetime.LASTING);
			if (seen.takesCalls(method)) {
				assertThat(refused(registry, command)).as("operation").isEqualTo(Reason.LAST_IN_SERVICE);
			}
			else {
				assertThatNoException()
					.isThrownBy(() -> registry.operations().execute(command, CommandContext.of("ann")));
			}
		}
	}

	private static Reason refused(RegistryInMemory registry, Command command) {
		try {
			registry.operations().execute(command, CommandContext.of("ann"));
		}
		catch (CommandRefusedException ex) {
			return ex.reason();
		}
		throw new AssertionError("Not refused: " + command);
	}

	private static InstanceExplanation explained(Explainer explainer, String method) {
		return explainer.explain(USERS, method, "").orElseThrow().instances().get(0);
	}

	private RegistryInMemory registry(String document, InstanceStatus status, int weight) {
		RegistryInMemory registry = new RegistryInMemory(this.directory);
		InstanceMetadata metadata = new InstanceMetadata("uuid-1", "shop", "1", weight, "", Map.of(), status, null,
				Map.of());
		registry.instances().put(new RpcInstance(USERS, ENDPOINT, Set.of("Login", "Logout"), metadata));
		if (!document.isEmpty()) {
			registry.documents().put(new Document(DocumentName.rules(USERS), document, 1, Document.State.LIVE));
		}
		return registry;
	}

	private static Explainer explainer(RegistryInMemory registry) {
		ScriptedTraffic nobody = new ScriptedTraffic();
		return new Explainer(registry.catalog(), registry.journal(), new ConsumerExplanations(nobody, nobody),
				new ExplanationText() {

					@Override
					public String reason(UnavailabilityReason reason) {
						return reason.code().name();
					}

					@Override
					public String noConsumer() {
						return "nobody";
					}

				});
	}

	private static String rule(InstanceRule rule) {
		return RulesCodec.write(ServiceRules.NONE.withInstance(ENDPOINT, rule));
	}

}
