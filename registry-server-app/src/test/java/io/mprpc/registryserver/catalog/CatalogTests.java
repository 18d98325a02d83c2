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

package io.mprpc.registryserver.catalog;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.registry.Document;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import io.mprpc.registry.Subscription;
import io.mprpc.registryserver.catalog.ServiceFilter.Condition;
import io.mprpc.registryserver.catalog.model.Consumer;
import io.mprpc.registryserver.catalog.model.InstanceDetail;
import io.mprpc.registryserver.catalog.model.InstanceRow;
import io.mprpc.registryserver.catalog.model.MethodAvailability;
import io.mprpc.registryserver.catalog.model.MethodRow;
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.catalog.model.RegistryState;
import io.mprpc.registryserver.catalog.model.ServiceDetail;
import io.mprpc.registryserver.catalog.model.ServiceHealth;
import io.mprpc.registryserver.catalog.model.ServiceHealth.Level;
import io.mprpc.registryserver.catalog.model.ServicePage;
import io.mprpc.registryserver.catalog.model.ServiceSummary;
import io.mprpc.registryserver.catalog.model.Topology;
import io.mprpc.registryserver.catalog.model.UnmatchedRule;
import io.mprpc.registryserver.catalog.model.VersionRow;
import io.mprpc.registryserver.operation.Command;
import io.mprpc.registryserver.operation.CommandContext;
import io.mprpc.registryserver.testing.RegistryInMemory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CatalogTests {

	private static final ServiceName USERS = new ServiceName("demo.Users");

	private static final ServiceName ORDERS = new ServiceName("demo.Orders");

	@TempDir
	private Path directory;

	private RegistryInMemory registry;

	private Catalog catalog;

	@BeforeEach
	void aSmallShop() {
		this.registry = new RegistryInMemory(this.directory);
		this.catalog = this.registry.catalog();
		this.registry.instances()
			.put(RegistryInMemory.instance("demo.Users", "10.0.0.1:9090", "1", "a", "Login", "Logout"));
		this.registry.instances().put(RegistryInMemory.instance("demo.Users", "10.0.0.2:9090", "2", "b", "Login"));
		this.registry.instances().put(RegistryInMemory.instance("demo.Orders", "10.0.0.2:9090", "2", "b", "Place"));
		this.registry.consumers().put("demo.Users", "web@10.0.0.7:11");
		this.registry.consumers().put("demo.Orders", "web@10.0.0.7:11");
		this.registry.consumers().put("demo.Users", "shop@10.0.0.2:12");
		this.registry.consumers().put("demo.Missing", "web@10.0.0.8:13");
	}

	@Test
	void overviewCounts() {
		RpcInstance draining = RegistryInMemory.instance("demo.Orders", "10.0.0.3:9090", "2", "c", "Place");
		this.registry.instances().put(draining.withMetadata(draining.metadata().withStatus(InstanceStatus.DRAINING)));
		command(new Command.SetInstanceServing(USERS, Endpoint.parse("10.0.0.2:9090"), false, RuleLifetime.LASTING));
		assertThat(this.catalog.overview())
			.isEqualTo(new Overview(new RegistryState("memory", "test", RegistryConnection.State.CONNECTED, true, 0, 0),
					3, 1, 3, 4, 1, 1, 1, 3, 4, 0, Map.of(Level.NO_INSTANCE, 1, Level.IMPAIRED, 2), 0, 0));
		this.registry.instances().state(ORDERS, ServiceView.State.STALE);
		assertThat(this.catalog.overview().registry().live()).isFalse();
		assertThat(this.catalog.overview().registry().staleServices()).isOne();
	}

	@Test
	void servicesAreListedFilteredAndCutIntoPages() {
		assertThat(names(ServiceFilter.FIRST)).containsExactly("demo.Missing", "demo.Orders", "demo.Users");
		assertThat(names(new ServiceFilter(" USERS ", Condition.ANY, 0, 10))).containsExactly("demo.Users");
		assertThat(names(new ServiceFilter("logout", Condition.ANY, 0, 10))).as("by method")
			.containsExactly("demo.Users");
		assertThat(names(new ServiceFilter("shop", Condition.ANY, 0, 10))).as("by application")
			.containsExactly("demo.Orders", "demo.Users");
		assertThat(names(new ServiceFilter("", Condition.UNAVAILABLE, 0, 10))).containsExactly("demo.Missing");
		assertThat(names(new ServiceFilter("", Condition.GOVERNED, 0, 10))).isEmpty();
		command(new Command.SetInstanceServing(USERS, Endpoint.parse("10.0.0.2:9090"), false, RuleLifetime.LASTING));
		assertThat(names(new ServiceFilter("", Condition.GOVERNED, 0, 10))).containsExactly("demo.Users");
		assertThat(names(new ServiceFilter("", Condition.IMPAIRED, 0, 10))).containsExactly("demo.Users");
		ServicePage second = this.catalog.services(new ServiceFilter("", Condition.ANY, 1, 2));
		assertThat(second.services()).extracting(ServiceSummary::name).containsExactly(USERS);
		assertThat(second).extracting(ServicePage::total, ServicePage::pages).containsExactly(3, 2);
		assertThat(names(new ServiceFilter("", Condition.ANY, 7, 2))).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceFilter("", Condition.ANY, -1, 2));
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceFilter("", Condition.ANY, 0, 501));
	}

	@Test
	void aMethodOutOfServiceEverywhereIsAnOutageWhereverOneLooks() {
		Endpoint first = Endpoint.parse("10.0.0.1:9090");
		Endpoint second = Endpoint.parse("10.0.0.2:9090");
		assertThat(this.catalog.overview().unavailable()).isOne();
		command(new Command.SetMethodServing(USERS, first, "Login", false, RuleLifetime.LASTING));
		assertThat(health(USERS).level()).as("one of two instances").isEqualTo(Level.IMPAIRED);
		assertThat(names(new ServiceFilter("", Condition.IMPAIRED, 0, 10))).containsExactly("demo.Users");
		force(new Command.SetMethodServing(USERS, second, "Login", false, RuleLifetime.LASTING));
		ServiceHealth health = health(USERS);
		assertThat(health.level()).isEqualTo(Level.METHODS_DOWN);
		assertThat(health.methodsDown()).containsExactly("Login");
		assertThat(this.catalog.services(new ServiceFilter("users", Condition.ANY, 0, 1)).services().get(0).health())
			.isEqualTo(health);
		assertThat(this.catalog.overview().unavailable()).isEqualTo(2);
		assertThat(this.catalog.health()).isEqualTo(this.catalog.overview().health())
			.containsEntry(Level.METHODS_DOWN, 1);
		assertThat(names(new ServiceFilter("", Condition.UNAVAILABLE, 0, 10))).containsExactly("demo.Missing",
				"demo.Users");
		assertThat(names(new ServiceFilter("", Condition.ATTENTION, 0, 10))).containsExactly("demo.Missing",
				"demo.Users");
		assertThat(this.catalog.topology().edges()).filteredOn((edge) -> edge.service().equals(USERS))
			.extracting(Topology.Edge::health)
			.containsOnly(Level.METHODS_DOWN);
		command(new Command.SetMethodServing(USERS, second, "Login", true, RuleLifetime.LASTING));
		assertThat(health(USERS).level()).isEqualTo(Level.IMPAIRED);
	}

	@Test
	void aServiceWhoseInstancesAllDrainOrHaveWeightZeroIsDown() {
		RpcInstance orders = RegistryInMemory.instance("demo.Orders", "10.0.0.2:9090", "2", "b", "Place");
		this.registry.instances().put(orders.withMetadata(orders.metadata().withStatus(InstanceStatus.DRAINING)));
		assertThat(health(ORDERS).level()).isEqualTo(Level.DOWN);
		assertThat(health(ORDERS).draining()).isOne();
		this.registry.instances().put(orders.withMetadata(orders.metadata().withWeight(0)));
		assertThat(health(ORDERS).level()).isEqualTo(Level.DOWN);
		assertThat(health(ORDERS).weightless()).isOne();
		ServiceDetail detail = this.catalog.service(ORDERS).orElseThrow();
		assertThat(detail.methods())
			.containsExactly(new MethodRow("Place", 0, List.of(MethodAvailability.OUT_OF_SERVICE)));
		assertThat(detail.versions()).containsExactly(new VersionRow("2", false, 1, 0));
		assertThat(names(new ServiceFilter("", Condition.ATTENTION, 0, 10))).as("the most urgent first")
			.containsExactly("demo.Orders", "demo.Missing");
	}

	@Test
	void rulesThatCannotBeReadNeedAttention() {
		this.registry.documents()
			.put(new Document(DocumentName.rules(USERS), "{\"format\": 99}", 7, Document.State.LIVE));
		assertThat(health(USERS).rulesReadable()).isFalse();
		assertThat(health(USERS).level()).as("the last readable rules go on").isEqualTo(Level.IMPAIRED);
		ServiceName fresh = new ServiceName("demo.Fresh");
		this.registry.documents()
			.put(new Document(DocumentName.rules(fresh), "{\"format\": 99}", 7, Document.State.LIVE));
		this.registry.instances().put("demo.Fresh", "10.0.0.5:9090", "Ping");
		assertThat(health(fresh).level()).as("rules that were never read").isEqualTo(Level.DOWN);
		assertThat(names(new ServiceFilter("", Condition.ATTENTION, 0, 10))).contains("demo.Users");
		assertThat(this.catalog.overview().unreadableRules()).isEqualTo(2);
		this.registry.documents().put(new Document(DocumentName.rules(ORDERS), null, -1, Document.State.DENIED));
		assertThat(health(ORDERS).rulesReadable()).as("this server may not read them").isFalse();
	}

	@Test
	void aServiceOfWhichOnlyTheNameIsLeftIsTheLastToLookAt() {
		this.registry.consumers().clear();
		command(new Command.SetInstanceServing(USERS, Endpoint.parse("10.0.0.2:9090"), false, RuleLifetime.LASTING));
		this.registry.instances().remove(ORDERS, Endpoint.parse("10.0.0.2:9090"));
		assertThat(names(new ServiceFilter("", Condition.ATTENTION, 0, 10))).containsExactly("demo.Users",
				"demo.Orders");
		assertThat(this.catalog.overview().retired()).isOne();
	}

	@Test
	void instancesStandInTheOrderOfTheirNumbers() {
		for (String endpoint : List.of("10.0.0.10:9090", "10.0.0.9:10000", "10.0.0.9:9090", "host-010:1", "host-9:1")) {
			this.registry.instances().put("demo.Many", endpoint, "Ping");
		}
		assertThat(this.catalog.service(new ServiceName("demo.Many")).orElseThrow().instances())
			.extracting((row) -> row.endpoint().toString())
			.containsExactly("10.0.0.9:9090", "10.0.0.9:10000", "10.0.0.10:9090", "host-9:1", "host-010:1");
	}

	@Test
	void aSummaryTellsWhoOffersAndWhoCalls() {
		ServiceSummary users = this.catalog.services(new ServiceFilter("users", Condition.ANY, 0, 1)).services().get(0);
		assertThat(users.methods()).isEqualTo(2);
		assertThat(users.inService()).isEqualTo(2);
		assertThat(users.versions()).containsExactly("1", "2");
		assertThat(users.zones()).containsExactly("a");
		assertThat(users.applications()).containsExactly("shop");
		assertThat(users.consumers()).isEqualTo(2);
	}

	@Test
	void aServiceShowsItsMatrix() {
		ServiceDetail users = this.catalog.service(USERS).orElseThrow();
		assertThat(users.methods()).containsExactly(
				new MethodRow("Login", 2, List.of(MethodAvailability.SERVED, MethodAvailability.SERVED)),
				new MethodRow("Logout", 1, List.of(MethodAvailability.SERVED, MethodAvailability.NOT_EXPOSED)));
		assertThat(users.instances().get(0).uptime()).isEqualTo(Duration.ofHours(1));
		assertThat(users.versions()).containsExactly(new VersionRow("1", false, 1, 1),
				new VersionRow("2", false, 1, 1));
		assertThat(users.consumers()).extracting(Consumer::id).containsExactly("shop@10.0.0.2:12", "web@10.0.0.7:11");
		assertThat(users.rulesVersion()).isEqualTo(Document.NO_VERSION);
		assertThat(this.catalog.service(new ServiceName("demo.Nobody"))).isEmpty();
	}

	@Test
	void aVersionOutOfServiceShowsInTheMatrixAndOneThatNobodyHasAmongTheRules() {
		command(new Command.SetVersionServing(USERS, "2", false));
		ServiceDetail users = this.catalog.service(USERS).orElseThrow();
		assertThat(users.versions()).containsExactly(new VersionRow("1", false, 1, 1), new VersionRow("2", true, 1, 0));
		assertThat(users.instances().get(1).versionOutOfService()).isTrue();
		assertThat(users.methods().get(0).cells()).containsExactly(MethodAvailability.SERVED,
				MethodAvailability.OUT_OF_SERVICE);
		this.registry.instances().remove(USERS, Endpoint.parse("10.0.0.2:9090"));
		assertThat(this.catalog.service(USERS).orElseThrow().unmatchedRules())
			.containsExactly(new UnmatchedRule(USERS, null, "2", null, UnmatchedRule.Reason.NO_INSTANCE_OF_VERSION));
	}

	@Test
	void aRuleAboutAMethodThatTheInstanceHasNoMoreIsUnmatched() {
		command(new Command.SetMethodServing(USERS, Endpoint.parse("10.0.0.2:9090"), "Login", false,
				RuleLifetime.LASTING));
		assertThat(this.catalog.unmatchedRules()).isEmpty();
		this.registry.instances().put(RegistryInMemory.instance("demo.Users", "10.0.0.2:9090", "2", "b", "Logout"));
		assertThat(this.catalog.unmatchedRules()).singleElement()
			.extracting(UnmatchedRule::reason)
			.isEqualTo(UnmatchedRule.Reason.NO_METHOD);
	}

	@Test
	void anInstanceShowsAllThatItOffersAndConsumes() {
		InstanceDetail instance = this.catalog.instance(Endpoint.parse("10.0.0.2:9090")).orElseThrow();
		assertThat(instance.services()).extracting(InstanceDetail.Offer::service).containsExactly(ORDERS, USERS);
		assertThat(instance.services().get(1).methods()).containsExactly(
				new InstanceDetail.Method("Login", MethodAvailability.SERVED),
				new InstanceDetail.Method("Logout", MethodAvailability.NOT_EXPOSED));
		assertThat(instance.application()).isEqualTo("shop");
		assertThat(instance.ports()).containsEntry("http", 8080);
		assertThat(instance.consumers())
			.containsExactly(new Consumer("shop@10.0.0.2:12", "shop", "10.0.0.2", 12, List.of(USERS)));
		assertThat(this.catalog.instance(Endpoint.parse("10.0.0.9:9090"))).isEmpty();
	}

	@Test
	void topologyTellsWhoCallsWhom() {
		Topology topology = this.catalog.topology();
		assertThat(topology.nodes()).containsExactly(new Topology.Node("shop", 2, List.of(ORDERS, USERS), 1),
				new Topology.Node("web", 0, List.of(), 2));
		assertThat(topology.edges()).containsExactly(
				new Topology.Edge("web", new ServiceName("demo.Missing"), null, 1, 0, Level.NO_INSTANCE),
				new Topology.Edge("web", ORDERS, "shop", 1, 1, Level.UP),
				new Topology.Edge("shop", USERS, "shop", 1, 2, Level.UP),
				new Topology.Edge("web", USERS, "shop", 1, 2, Level.UP));
	}

	@Test
	void anInstanceIsNotShownInServiceBeforeItsRulesAreKnown() {
		this.registry.documents().put(Document.loading(DocumentName.rules(USERS)));
		assertThat(this.catalog.service(USERS).orElseThrow().state()).isEqualTo(ServiceView.State.LOADING);
		assertThat(this.catalog.overview().registry().loadingServices()).isOne();
		this.registry.instances().put("demo.Users", "10.0.0.5:9090", "Login");
		assertThat(this.catalog.service(USERS).orElseThrow().instances()).isEmpty();
	}

	@Test
	void anInstanceThatTellsNothingOfItselfIsShownToo() {
		this.registry.instances().put("demo.Plain", "10.0.0.5:9090", "Ping");
		InstanceRow row = this.catalog.service(new ServiceName("demo.Plain")).orElseThrow().instances().get(0);
		assertThat(row.startTime()).isNull();
		assertThat(row.uptime()).isNull();
		assertThat(row.weight()).isEqualTo(InstanceMetadata.DEFAULT_WEIGHT);
		assertThat(this.catalog.instance(Endpoint.parse("10.0.0.5:9090")).orElseThrow().application()).isEmpty();
	}

	@Test
	void changesOfAllKindsAreTold() {
		List<String> told = new ArrayList<>();
		Subscription subscription = this.catalog.onChange(() -> told.add("change"));
		this.registry.instances().put("demo.Plain", "10.0.0.5:9090", "Ping");
		assertTold(told);
		this.registry.consumers().put("demo.Plain", "web@10.0.0.7:11");
		assertTold(told);
		command(new Command.SetVersionServing(USERS, "2", false));
		assertTold(told);
		this.registry.connection().become(RegistryConnection.State.SUSPENDED);
		assertTold(told);
		subscription.close();
		this.registry.connection().become(RegistryConnection.State.CONNECTED);
		this.registry.instances().put("demo.Plain", "10.0.0.6:9090", "Ping");
		assertThat(told).isEmpty();
	}

	private static void assertTold(List<String> told) {
		assertThat(told).isNotEmpty();
		told.clear();
	}

	private void command(Command command) {
		this.registry.operations().execute(command, CommandContext.of("ann"));
	}

	private void force(Command command) {
		this.registry.operations().execute(command, new CommandContext("ann", true, null));
	}

	private ServiceHealth health(ServiceName service) {
		return this.catalog.service(service).orElseThrow().health();
	}

	private List<String> names(ServiceFilter filter) {
		return this.catalog.services(filter).services().stream().map((service) -> service.name().value()).toList();
	}

}
