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

package io.mprpc.registryserver.operation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.internal.governance.RuleChange;
import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.internal.governance.RulesCodec;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RegistryAccessException;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.catalog.model.MethodAvailability;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.operation.CommandRefusedException.Reason;
import io.mprpc.registryserver.testing.RegistryInMemory;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OperationsTests {

	private static final ServiceName USERS = new ServiceName("demo.Users");

	private static final Endpoint ONE = Endpoint.parse("10.0.0.1:9090");

	private static final Endpoint TWO = Endpoint.parse("10.0.0.2:9090");

	private static final Endpoint NOBODY = Endpoint.parse("10.0.0.9:9090");

	private static final CommandContext ANN = CommandContext.of("ann");

	@TempDir
	private Path directory;

	private RegistryInMemory registry;

	@BeforeEach
	void twoInstances() {
		this.registry = new RegistryInMemory(this.directory);
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Users", "10.0.0.1:9090", "1", "life-1", "Login", "Logout"));
		this.registry.instances().put(RegistryInMemory.instance("demo.Users", "10.0.0.2:9090", "2", "life-2", "Login"));
	}

	@Test
	void theLastInstanceThatTakesAMethodDoesNotGetWeightZeroByAccident() {
		execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING));
		assertRefused(Reason.LAST_IN_SERVICE,
				() -> execute(new Command.SetInstanceWeight(USERS, ONE, 0, RuleLifetime.LASTING)));
	}

	@Test
	void anInstanceIsTakenOutAndPutBackAndBothAreWrittenDown() {
		CommandResult out = execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING));
		assertThat(out.changed()).isTrue();
		assertThat(this.registry.rules("demo.Users").instance(TWO)).isEqualTo(InstanceRule.NONE.withOutOfService(true));
		assertThat(service().instances().get(1).status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
		assertThat(service().instances().get(1).publishedStatus()).isEqualTo(InstanceStatus.UP);
		assertThat(service().rulesVersion()).isEqualTo(out.rulesVersion());
		assertThat(service().lastRuleChange()).isNotNull()
			.extracting(RuleChange::by, RuleChange::what)
			.containsExactly("ann", "10.0.0.2:9090 out of service");

		assertThat(execute(new Command.SetInstanceServing(USERS, TWO, true, RuleLifetime.LASTING)).changed()).isTrue();
		assertThat(this.registry.rules("demo.Users").isEmpty()).isTrue();
		assertThat(this.registry.entries()).extracting((entry) -> entry.kind() + " " + entry.actor())
			.containsExactly("INSTANCE_PUT_BACK ann", "INSTANCE_TAKEN_OUT ann");
	}

	@Test
	void whatIsSoAlreadyChangesNothingAndIsNotWrittenDown() {
		assertThat(execute(new Command.SetInstanceServing(USERS, TWO, true, RuleLifetime.LASTING)))
			.isEqualTo(new CommandResult(USERS, false, Document.NO_VERSION, null));
		execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING));
		assertThat(execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING)).changed())
			.isFalse();
		assertThat(this.registry.entries()).hasSize(1);
	}

	@Test
	void oneMethodOfAnInstanceIsTakenOutAndPutBack() {
		execute(new Command.SetMethodServing(USERS, ONE, "Login", false, RuleLifetime.LASTING));
		assertThat(service().methods().get(0).name()).isEqualTo("Login");
		assertThat(service().methods().get(0).cells()).containsExactly(MethodAvailability.OUT_OF_SERVICE,
				MethodAvailability.SERVED);
		assertThat(service().methods().get(1).cells()).containsExactly(MethodAvailability.SERVED,
				MethodAvailability.NOT_EXPOSED);
		execute(new Command.SetMethodServing(USERS, ONE, "Login", true, RuleLifetime.LASTING));
		assertThat(service().methods().get(0).cells()).containsExactly(MethodAvailability.SERVED,
				MethodAvailability.SERVED);
		assertThat(this.registry.entries()).extracting((entry) -> entry.kind() + " " + entry.subject())
			.containsExactly("METHOD_PUT_BACK Login", "METHOD_TAKEN_OUT Login");
	}

	@Test
	void aWholeVersionIsTakenOutThoseToComeIncluded() {
		execute(new Command.SetVersionServing(USERS, "2", false));
		this.registry.instances().put(RegistryInMemory.instance("demo.Users", "10.0.0.3:9090", "2", "life-3", "Login"));
		assertThat(service().instances()).extracting((row) -> row.status())
			.containsExactly(InstanceStatus.UP, InstanceStatus.OUT_OF_SERVICE, InstanceStatus.OUT_OF_SERVICE);
		execute(new Command.SetVersionServing(USERS, "2", true));
		assertThat(service().instances()).allMatch((row) -> row.status() == InstanceStatus.UP);
	}

	@Test
	void anInstanceIsWeighedAndGetsItsOwnWeightBack() {
		assertThat(execute(new Command.SetInstanceWeight(USERS, ONE, 7, RuleLifetime.LASTING)).entry()).isNotNull()
			.extracting((entry) -> entry.kind() + " " + entry.before() + " " + entry.after())
			.isEqualTo("WEIGHT_SET 100 7");
		assertThat(service().instances().get(0).weight()).isEqualTo(7);
		assertThat(service().instances().get(0).publishedWeight()).isEqualTo(100);
		assertThat(execute(new Command.SetInstanceWeight(USERS, ONE, null, RuleLifetime.LASTING)).entry()).isNotNull()
			.extracting((entry) -> entry.kind() + " " + entry.before() + " " + entry.after())
			.isEqualTo("WEIGHT_RESET 7 100");
		assertThat(service().instances().get(0).weight()).isEqualTo(100);
	}

	@Test
	void whatIsSetUntilARestartEndsWithIt() {
		execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.UNTIL_RESTART));
		assertThat(service().instances().get(1).status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Users", "10.0.0.2:9090", "2", "life-2b", "Login"));
		assertThat(service().instances().get(1).status()).isEqualTo(InstanceStatus.UP);
		assertThat(service().unmatchedRules()).singleElement()
			.extracting((rule) -> rule.endpoint() + " " + rule.reason())
			.isEqualTo("10.0.0.2:9090 INSTANCE_RESTARTED");
		execute(new Command.SetInstanceWeight(USERS, TWO, 5, RuleLifetime.LASTING));
		assertThat(this.registry.rules("demo.Users").instance(TWO)).as("replaces what has ended")
			.isEqualTo(InstanceRule.NONE.withWeight(5));
	}

	@Test
	void whatLastsForEverOutlivesTheInstance() {
		execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING));
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Users", "10.0.0.2:9090", "2", "life-2b", "Login"));
		assertThat(service().instances().get(1).status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
	}

	@Test
	void allThatIsSetForAnInstanceLastsEquallyLongUnlessForced() {
		execute(new Command.SetInstanceWeight(USERS, TWO, 5, RuleLifetime.LASTING));
		Command untilRestart = new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.UNTIL_RESTART);
		assertRefused(Reason.OTHER_LIFETIME, () -> execute(untilRestart)).contains("already has the lifetime LASTING")
			.contains("force");
		this.registry.operations().execute(untilRestart, new CommandContext("ann", true, null));
		assertThat(this.registry.rules("demo.Users").instance(TWO).uuid()).isEqualTo("life-2");
	}

	@Test
	void theLastInstanceInServiceOfAMethodStaysUnlessForced() {
		Command last = new Command.SetInstanceServing(USERS, ONE, false, RuleLifetime.LASTING);
		assertRefused(Reason.LAST_IN_SERVICE, () -> execute(last)).contains("Logout").doesNotContain("Login,");
		assertThat(this.registry.rules("demo.Users").isEmpty()).isTrue();
		assertRefused(Reason.LAST_IN_SERVICE,
				() -> execute(new Command.SetMethodServing(USERS, ONE, "Logout", false, RuleLifetime.LASTING)));
		assertRefused(Reason.LAST_IN_SERVICE, () -> execute(new Command.SetVersionServing(USERS, "1", false)));
		assertThat(this.registry.operations().execute(last, new CommandContext("ann", true, null)).changed()).isTrue();
	}

	@Test
	void whatTheRegistryDoesNotKnowIsRefused() {
		ServiceName unknown = new ServiceName("demo.Nobody");
		assertRefused(Reason.UNKNOWN_SERVICE, () -> execute(new Command.SetVersionServing(unknown, "1", false)));
		assertRefused(Reason.UNKNOWN_INSTANCE,
				() -> execute(new Command.SetInstanceServing(USERS, NOBODY, false, RuleLifetime.LASTING)));
		assertRefused(Reason.UNKNOWN_INSTANCE,
				() -> execute(new Command.SetInstanceWeight(USERS, NOBODY, 1, RuleLifetime.LASTING)));
		assertRefused(Reason.UNKNOWN_METHOD,
				() -> execute(new Command.SetMethodServing(USERS, TWO, "Logout", false, RuleLifetime.LASTING)));
		assertRefused(Reason.UNKNOWN_VERSION, () -> execute(new Command.SetVersionServing(USERS, "3", false)));
		assertRefused(Reason.UNKNOWN_RULE, () -> execute(new Command.RemoveRule(USERS, ONE)));
		assertRefused(Reason.INVALID,
				() -> execute(new Command.SetInstanceWeight(USERS, ONE, 10_001, RuleLifetime.LASTING)));
		assertRefused(Reason.INVALID,
				() -> execute(new Command.SetInstanceWeight(USERS, ONE, -1, RuleLifetime.LASTING)));
		assertThat(this.registry.entries()).isEmpty();
	}

	@Test
	void anInstanceThatDoesNotTellItsLifeCanOnlyBeGovernedLastingly() {
		this.registry.instances().put("demo.Users", "10.0.0.3:9090", "Login");
		Endpoint plain = Endpoint.parse("10.0.0.3:9090");
		assertRefused(Reason.INVALID,
				() -> execute(new Command.SetInstanceServing(USERS, plain, false, RuleLifetime.UNTIL_RESTART)));
		assertThat(execute(new Command.SetInstanceServing(USERS, plain, false, RuleLifetime.LASTING)).changed())
			.isTrue();
	}

	@Test
	void aRuleThatHitsNobodyIsSeenAndCanBeRemoved() {
		execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING));
		this.registry.instances().remove(USERS, TWO);
		assertThat(this.registry.catalog().unmatchedRules()).singleElement()
			.extracting((rule) -> rule.endpoint() + " " + rule.reason())
			.isEqualTo("10.0.0.2:9090 NO_INSTANCE");
		assertThat(this.registry.catalog().overview().unmatchedRules()).isOne();
		assertThat(execute(new Command.RemoveRule(USERS, TWO)).entry()).isNotNull()
			.extracting((entry) -> entry.kind() + " " + entry.before())
			.isEqualTo("RULE_REMOVED out of service; lasting");
		assertThat(this.registry.catalog().unmatchedRules()).isEmpty();
	}

	@Test
	void theSecondOfTwoOperatorsIsTold() {
		int seen = service().rulesVersion();
		this.registry.operations()
			.execute(new Command.SetInstanceWeight(USERS, ONE, 5, RuleLifetime.LASTING),
					new CommandContext("ann", false, seen));
		assertRefused(Reason.CHANGED_MEANWHILE,
				() -> this.registry.operations()
					.execute(new Command.SetInstanceWeight(USERS, ONE, 9, RuleLifetime.LASTING),
							new CommandContext("bob", false, seen)))
			.contains("by ann");
		assertThat(this.registry.rules("demo.Users").instance(ONE).weight()).isEqualTo(5);
	}

	@Test
	void aCommandThatMeetsAnotherOneIsTriedAgain() {
		ServiceRules others = ServiceRules.NONE.withVersionsOutOfService(Set.of("9"))
			.changedBy(new RuleChange("bob", Instant.EPOCH, "version 9"));
		this.registry.documents()
			.beforeNextWrite(() -> this.registry.documents()
				.put(new Document(DocumentName.rules(USERS), RulesCodec.write(others), 5, Document.State.LIVE)));
		assertThat(execute(new Command.SetInstanceWeight(USERS, ONE, 5, RuleLifetime.LASTING)).rulesVersion())
			.isEqualTo(6);
		assertThat(this.registry.rules("demo.Users").versionsOutOfService()).containsExactly("9");
		assertThat(this.registry.rules("demo.Users").instance(ONE).weight()).isEqualTo(5);
	}

	@Test
	void rulesOfALaterVersionAreNotReplaced() {
		this.registry.documents()
			.put(new Document(DocumentName.rules(USERS), "{\"format\":99}", 5, Document.State.LIVE));
		assertRefused(Reason.UNREADABLE,
				() -> execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING)));
		this.registry.documents()
			.put(new Document(DocumentName.rules(USERS), "{\"format\":1}", 6, Document.State.LIVE));
		assertThat(execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING)).rulesVersion())
			.isEqualTo(7);
	}

	@Test
	void nothingIsCommandedWhileTheRegistryIsOutOfReach() {
		this.registry.instances().state(ServiceView.State.STALE);
		assertRefused(Reason.UNREACHABLE,
				() -> execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING)));
		this.registry.instances().state(ServiceView.State.LIVE);
		this.registry.connection().become(RegistryConnection.State.CONNECTING);
		assertRefused(Reason.UNREACHABLE,
				() -> execute(new Command.SetVersionServing(new ServiceName("demo.Nobody"), "1", false)));
		this.registry.documents()
			.put(new Document(DocumentName.rules(USERS), null, Document.NO_VERSION, Document.State.STALE));
		assertRefused(Reason.UNREACHABLE,
				() -> execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING)));
	}

	@Test
	void allThatAnEndpointOffersIsTakenOutTogetherOrNotAtAll() {
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Orders", "10.0.0.2:9090", "1", "life-2", "Place"));
		assertRefused(Reason.LAST_IN_SERVICE,
				() -> this.registry.operations().serveAll(TWO, false, RuleLifetime.LASTING, ANN))
			.contains("Place");
		assertThat(service().instances().get(1).status()).isEqualTo(InstanceStatus.UP);
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Orders", "10.0.0.1:9090", "1", "life-1", "Place"));
		assertThat(this.registry.operations().serveAll(TWO, false, RuleLifetime.LASTING, ANN)).hasSize(2)
			.allMatch(CommandResult::changed);
		assertThat(this.registry.catalog().overview().outOfService()).isEqualTo(2);
		assertThat(this.registry.operations().serveAll(TWO, true, RuleLifetime.LASTING, ANN)).hasSize(2);
		assertThat(this.registry.catalog().overview().outOfService()).isZero();
	}

	@Test
	void whatConcernsAllServicesOfAnEndpointIsOneTransaction() {
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Orders", "10.0.0.2:9090", "1", "life-2", "Place"));
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Orders", "10.0.0.1:9090", "1", "life-1", "Place"));
		// ZooKeeper is unreachable for a second write.
		this.registry.documents().beforeNextWrite(() -> this.registry.documents().beforeNextWrite(() -> {
			throw new RegistryAccessException("out of reach", null);
		}));
		assertThat(this.registry.operations().serveAll(TWO, false, RuleLifetime.LASTING, ANN)).hasSize(2)
			.allMatch(CommandResult::changed);
		assertRefused(Reason.UNREACHABLE,
				() -> this.registry.operations().serveAll(TWO, true, RuleLifetime.LASTING, ANN));
		assertThat(this.registry.catalog().overview().outOfService()).isEqualTo(2);
		assertThat(this.registry.entries()).extracting(JournalEntry::kind)
			.containsExactly(JournalEventType.INSTANCE_TAKEN_OUT, JournalEventType.INSTANCE_TAKEN_OUT);
	}

	@Test
	void aServiceIsRemovedOnlyWhenNothingButItsNameIsLeft() {
		Command remove = new Command.RemoveService(USERS);
		assertRefused(Reason.IN_USE, () -> execute(remove));
		execute(new Command.SetInstanceServing(USERS, TWO, false, RuleLifetime.LASTING));
		this.registry.instances().remove(USERS, ONE);
		this.registry.instances().remove(USERS, TWO);
		assertRefused(Reason.IN_USE, () -> execute(remove)).contains("rules");
		execute(new Command.RemoveRule(USERS, TWO));
		this.registry.consumers().put("demo.Users", "web@10.0.0.7:11");
		assertRefused(Reason.IN_USE, () -> execute(remove));
		this.registry.consumers().clear();
		execute(remove);
		assertThat(this.registry.removed()).containsExactly(USERS);
		assertThat(this.registry.entries().get(0)).extracting(JournalEntry::kind, JournalEntry::actor)
			.containsExactly(JournalEventType.SERVICE_REMOVED, "ann");
	}

	@Test
	void aRetiredServiceIsRemovedAfterATime() {
		RetiredServices retired = new RetiredServices(this.registry.catalog(), this.registry.operations(),
				Duration.ofDays(30), this.registry.clock());
		this.registry.instances().remove(USERS, ONE);
		this.registry.instances().remove(USERS, TWO);
		retired.look();
		this.registry.clock().forward(Duration.ofDays(29));
		retired.look();
		this.registry.instances().put("demo.Users", "10.0.0.1:9090", "Login");
		retired.look();
		this.registry.instances().remove(USERS, ONE);
		retired.look();
		this.registry.clock().forward(Duration.ofDays(29));
		retired.look();
		assertThat(this.registry.removed()).as("the time began anew with the instance").isEmpty();
		this.registry.clock().forward(Duration.ofDays(1));
		this.registry.connection().become(RegistryConnection.State.SUSPENDED);
		retired.look();
		assertThat(this.registry.removed()).as("nothing is known for sure").isEmpty();
		this.registry.connection().become(RegistryConnection.State.CONNECTED);
		retired.look();
		assertThat(this.registry.removed()).containsExactly(USERS);
		assertThat(this.registry.entries().get(0).kind()).isEqualTo(JournalEventType.SERVICE_RETIRED);
		retired.close();
	}

	private CommandResult execute(Command command) {
		this.registry.clock().forward(Duration.ofSeconds(1));
		return this.registry.operations().execute(command, ANN);
	}

	private ServiceDetail service() {
		return this.registry.catalog().service(USERS).orElseThrow();
	}

	private static AbstractStringAssert<?> assertRefused(Reason reason, ThrowingCallable call) {
		CommandRefusedException[] thrown = new CommandRefusedException[1];
		assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(call).satisfies((ex) -> thrown[0] = ex);
		assertThat(thrown[0].reason()).isEqualTo(reason);
		return assertThat(String.valueOf(thrown[0].getMessage()));
	}

}
