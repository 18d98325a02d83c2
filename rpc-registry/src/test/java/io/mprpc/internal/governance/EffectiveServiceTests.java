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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mprpc.internal.governance.UnavailabilityReason.Code;
import io.mprpc.registry.Document;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EffectiveService}, {@link EffectiveInstance} and
 * {@link UnavailabilityReason}.
 */
class EffectiveServiceTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Endpoint ENDPOINT = new Endpoint("127.0.0.1", 9090);

	private static final ServiceRules NONE = ServiceRules.NONE;

	private static final InstanceRule OUT = InstanceRule.NONE.withOutOfService(true);

	private static final InstanceRule LOGIN_OUT = InstanceRule.NONE.withMethodsOutOfService(Set.of("Login"));

	private static final InstanceRule ALL_OUT = InstanceRule.NONE.withMethodsOutOfService(Set.of("Login", "Logout"));

	static Stream<Row> table() {
		RpcInstance up = instance(InstanceStatus.UP, 100);
		RpcInstance reported = instance(InstanceStatus.OUT_OF_SERVICE, 100);
		RpcInstance draining = instance(InstanceStatus.DRAINING, 100);
		RpcInstance unreadable = instance(InstanceStatus.UNREADABLE, 100);
		RpcInstance weightless = instance(InstanceStatus.UP, 0);
		RpcInstance empty = new RpcInstance(USERS, ENDPOINT, Set.of(), up.metadata());
		ServiceRules versionOut = NONE.withVersionsOutOfService(Set.of("1"));
		return Stream.of(row("no rule", up, NONE), row("instance out", up, rule(OUT), Code.INSTANCE_OUT_OF_SERVICE),
				row("instance out until restart", up, rule(OUT.withUuid("uuid-1")), Code.INSTANCE_OUT_OF_SERVICE),
				row("earlier incarnation out", up, rule(OUT.withUuid("uuid-0"))),
				row("version out", up, versionOut, Code.VERSION_OUT_OF_SERVICE),
				row("other version out", up, NONE.withVersionsOutOfService(Set.of("2"))),
				row("version and instance out", up, versionOut.withInstance(ENDPOINT, OUT),
						Code.INSTANCE_OUT_OF_SERVICE, Code.VERSION_OUT_OF_SERVICE),
				new Row("method out", up, rule(LOGIN_OUT), List.of(Code.METHOD_OUT_OF_SERVICE), List.of(), List.of()),
				new Row("all methods out", up, rule(ALL_OUT), List.of(Code.METHOD_OUT_OF_SERVICE),
						List.of(Code.METHOD_OUT_OF_SERVICE), List.of(Code.NO_METHOD_AVAILABLE)),
				new Row("no method", empty, NONE, List.of(Code.METHOD_NOT_OFFERED), List.of(Code.METHOD_NOT_OFFERED),
						List.of(Code.NO_METHOD_AVAILABLE)),
				row("weight set", up, rule(InstanceRule.NONE.withWeight(1))),
				row("weight set to 0", up, rule(InstanceRule.NONE.withWeight(0)), Code.WEIGHT_ZERO),
				row("own weight 0", weightless, NONE, Code.WEIGHT_ZERO),
				row("own weight 0, another set", weightless, rule(InstanceRule.NONE.withWeight(7))),
				row("reports out of service", reported, NONE, Code.REPORTED_OUT_OF_SERVICE),
				row("draining, instance out", draining, rule(OUT), Code.INSTANCE_OUT_OF_SERVICE, Code.DRAINING),
				row("metadata unreadable", unreadable, NONE, Code.METADATA_UNREADABLE),
				row("rules unreadable", up, ServiceRules.UNREADABLE, Code.RULES_UNREADABLE),
				row("rules unreadable, draining", draining, ServiceRules.UNREADABLE, Code.DRAINING));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("table")
	void reasonsAreThoseForWhichNoCallsGoToTheInstance(Row row) {
		EffectiveService service = service(row.instance(), row.rules());
		EffectiveInstance instance = service.instances().get(0);
		assertThat(codes(instance.reasons("Login"))).isEqualTo(row.login());
		assertThat(codes(instance.reasons("Logout"))).isEqualTo(row.logout());
		assertThat(codes(instance.reasons())).isEqualTo(row.all());
		assertThat(codes(instance.reasons("Other"))).startsWith(Code.METHOD_NOT_OFFERED);
		assertThat(instance.takesCalls("Login")).isEqualTo(row.login().isEmpty());
		assertThat(instance.takesCalls("Logout")).isEqualTo(row.logout().isEmpty());
		assertThat(instance.takesCalls()).isEqualTo(row.all().isEmpty());
		assertThat(instance.takesAllCalls()).isEqualTo(row.login().isEmpty() && row.logout().isEmpty());
		assertThat(instance.published()).isEqualTo(row.instance());
		assertThat(service.view().instances()).containsExactly(instance.effective());
		assertThat(service.availableMethods())
			.isEqualTo(Stream.of("Login", "Logout").filter(instance::takesCalls).collect(Collectors.toSet()));
	}

	@Test
	void reasonsTellMethodVersionAndLifetimeOfTheRule() {
		RpcInstance up = instance(InstanceStatus.UP, 100);
		EffectiveInstance instance = service(up,
				NONE.withVersionsOutOfService(Set.of("1"))
					.withInstance(ENDPOINT, LOGIN_OUT.withOutOfService(true).withWeight(0).withUuid("uuid-1")))
			.instances()
			.get(0);
		assertThat(instance.rule().lifetime()).isEqualTo(RuleLifetime.UNTIL_RESTART);
		assertThat(instance.isVersionOutOfService()).isTrue();
		assertThat(instance.reasons("Login")).containsExactly(
				new UnavailabilityReason(Code.METHOD_OUT_OF_SERVICE, "Login", null, RuleLifetime.UNTIL_RESTART),
				new UnavailabilityReason(Code.INSTANCE_OUT_OF_SERVICE, null, null, RuleLifetime.UNTIL_RESTART),
				new UnavailabilityReason(Code.VERSION_OUT_OF_SERVICE, null, "1", RuleLifetime.LASTING),
				new UnavailabilityReason(Code.WEIGHT_ZERO, null, null, RuleLifetime.UNTIL_RESTART));
		assertThat(instance.reasons("Other").get(0))
			.isEqualTo(new UnavailabilityReason(Code.METHOD_NOT_OFFERED, "Other", null, null));
		assertThat(service(instance(InstanceStatus.UP, 0), NONE).instances().get(0).reasons())
			.containsExactly(new UnavailabilityReason(Code.WEIGHT_ZERO, null, null, null));
	}

	@Test
	void aRuleForAnEarlierIncarnationIsNotTheInstancesRule() {
		EffectiveService service = service(instance(InstanceStatus.UP, 100), rule(OUT.withUuid("uuid-0")));
		assertThat(service.instance(ENDPOINT)).get().extracting(EffectiveInstance::rule).isEqualTo(InstanceRule.NONE);
		assertThat(service.instance(new Endpoint("127.0.0.2", 9090))).isEmpty();
	}

	@Test
	void withoutRulesConsumersSeeThePublishedView() {
		EffectiveService service = service(instance(InstanceStatus.UP, 100), NONE);
		assertThat(service.view()).isSameAs(service.published());
	}

	@Test
	void nothingIsKnownBeforeTheRulesAre() {
		EffectiveService service = EffectiveService.of(
				new ServiceView(USERS, List.of(instance(InstanceStatus.UP, 100)), ServiceView.State.LIVE, null),
				RulesView.LOADING);
		assertThat(service.isKnown()).isFalse();
		assertThat(service.instances()).isEmpty();
		assertThat(service.view()).isEqualTo(ServiceView.loading(USERS));
		assertThat(EffectiveService.of(ServiceView.loading(USERS), known(NONE)).isKnown()).isFalse();
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "LOADING")
	void theViewKeepsItsState(ServiceView.State state) {
		EffectiveService service = EffectiveService
			.of(new ServiceView(USERS, List.of(instance(InstanceStatus.UP, 100)), state, null), known(rule(OUT)));
		assertThat(service.view().state()).isEqualTo(state);
	}

	@Test
	void otherRulesAreTriedWithoutChangingTheService() {
		EffectiveService service = service(instance(InstanceStatus.UP, 100), rule(LOGIN_OUT));
		assertThat(service.withRules(rule(ALL_OUT)).availableMethods()).isEmpty();
		assertThat(service.availableMethods()).containsExactly("Logout");
		assertThat(service.offeredMethods()).containsExactly("Login", "Logout");
	}

	private static EffectiveService service(RpcInstance instance, ServiceRules rules) {
		return EffectiveService.of(new ServiceView(USERS, List.of(instance), ServiceView.State.LIVE, null),
				known(rules));
	}

	private static RulesView known(ServiceRules rules) {
		return new RulesView(rules, 1, Document.State.LIVE, null);
	}

	private static ServiceRules rule(InstanceRule rule) {
		return NONE.withInstance(ENDPOINT, rule);
	}

	private static RpcInstance instance(InstanceStatus status, int weight) {
		return new RpcInstance(USERS, ENDPOINT, Set.of("Login", "Logout"),
				new InstanceMetadata("uuid-1", "shop", "1", weight, "", Map.of(), status, null, Map.of()));
	}

	private static List<Code> codes(List<UnavailabilityReason> reasons) {
		return reasons.stream().map(UnavailabilityReason::code).toList();
	}

	/** A row whose reasons are about the whole instance. */
	private static Row row(String name, RpcInstance instance, ServiceRules rules, Code... codes) {
		return new Row(name, instance, rules, List.of(codes), List.of(codes), List.of(codes));
	}

	/**
	 * A published instance with its rules, and the reasons that result for methods and
	 * instance.
	 */
	record Row(String name, RpcInstance instance, ServiceRules rules, List<Code> login, List<Code> logout,
			List<Code> all) {

		@Override
		public String toString() {
			return this.name;
		}

	}

}
