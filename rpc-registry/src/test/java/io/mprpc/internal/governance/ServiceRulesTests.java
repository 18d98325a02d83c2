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

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServiceRules} and its JSON.
 */
class ServiceRulesTests {

	private static final Endpoint ENDPOINT = new Endpoint("10.0.0.1", 9090);

	private static final ServiceRules RULES = ServiceRules.NONE.withVersionsOutOfService(Set.of("1", "0"))
		.withInstance(ENDPOINT,
				InstanceRule.NONE.withOutOfService(true)
					.withWeight(50)
					.withMethodsOutOfService(Set.of("Login"))
					.withUuid("uuid-1"))
		.withInstance(new Endpoint("::1", 9090), InstanceRule.NONE.withWeight(0))
		.changedBy(new RuleChange("anna", Instant.parse("2026-11-20T12:00:00Z"), "weight 0"));

	private static final String GOLDEN = """
			{"format":1,"versionsOutOfService":["0","1"],"instances":{\
			"10.0.0.1:9090":{"outOfService":true,"weight":50,"methodsOutOfService":["Login"],"uuid":"uuid-1"},\
			"[::1]:9090":{"weight":0}},\
			"lastChange":{"by":"anna","at":"2026-11-20T12:00:00Z","what":"weight 0"}}""";

	@Test
	void noRuleLeavesAnInstanceAsItIs() {
		RpcInstance instance = instance("2", InstanceStatus.UP);
		assertThat(ServiceRules.NONE.applyTo(instance)).isSameAs(instance);
		assertThat(RULES.withInstance(ENDPOINT, InstanceRule.NONE).applyTo(instance)).isSameAs(instance);
	}

	@Test
	void anInstanceIsTakenOutOfService() {
		ServiceRules rules = ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withOutOfService(true));
		assertThat(rules.applyTo(instance("2", InstanceStatus.UP)).metadata().status())
			.isEqualTo(InstanceStatus.OUT_OF_SERVICE);
		assertThat(rules.applyTo(instance("2", InstanceStatus.DRAINING)).metadata().status())
			.as("what an instance says of itself stands")
			.isEqualTo(InstanceStatus.DRAINING);
	}

	@Test
	void rulesNeverBringAnInstanceIntoService() {
		assertThat(ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withWeight(7))
			.applyTo(instance("2", InstanceStatus.OUT_OF_SERVICE))
			.metadata()
			.status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
	}

	@Test
	void aVersionIsTakenOutOfService() {
		ServiceRules rules = ServiceRules.NONE.withVersionsOutOfService(Set.of("1"));
		assertThat(rules.applyTo(instance("1", InstanceStatus.UP)).metadata().status())
			.isEqualTo(InstanceStatus.OUT_OF_SERVICE);
		assertThat(rules.applyTo(instance("2", InstanceStatus.UP)).metadata().status()).isEqualTo(InstanceStatus.UP);
	}

	@Test
	void aMethodIsTakenOutOfServiceOnOneInstance() {
		ServiceRules rules = ServiceRules.NONE.withInstance(ENDPOINT,
				InstanceRule.NONE.withMethodsOutOfService(Set.of("Login", "Unknown")));
		RpcInstance governed = rules.applyTo(instance("2", InstanceStatus.UP));
		assertThat(governed.methods()).containsExactly("Register");
		assertThat(governed.metadata().status()).isEqualTo(InstanceStatus.UP);
	}

	@Test
	void aWeightIsReplaced() {
		ServiceRules rules = ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withWeight(7));
		assertThat(rules.applyTo(instance("2", InstanceStatus.UP)).metadata().weight()).isEqualTo(7);
	}

	@Test
	void aRuleForOneLifeEndsWithARestart() {
		InstanceRule rule = InstanceRule.NONE.withOutOfService(true);
		RpcInstance instance = instance("2", InstanceStatus.UP);
		assertThat(ServiceRules.NONE.withInstance(ENDPOINT, rule.withUuid("uuid-1")).applyTo(instance))
			.isNotEqualTo(instance);
		assertThat(ServiceRules.NONE.withInstance(ENDPOINT, rule.withUuid("uuid-0")).applyTo(instance))
			.isEqualTo(instance);
	}

	@Test
	void theRulesThatApplyToAnInstanceAreNamedInTheirOrder() {
		assertThat(RULES.appliedTo(instance("1", InstanceStatus.UP))).containsExactly(AppliedRule.version("1"),
				AppliedRule.instance(RuleLifetime.UNTIL_RESTART), AppliedRule.weight(50, RuleLifetime.UNTIL_RESTART),
				AppliedRule.methods(Set.of("Login"), RuleLifetime.UNTIL_RESTART));
		assertThat(ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withWeight(7))
			.appliedTo(instance("1", InstanceStatus.UP))).containsExactly(AppliedRule.weight(7, RuleLifetime.LASTING));
		assertThat(ServiceRules.NONE.appliedTo(instance("1", InstanceStatus.UP))).isEmpty();
	}

	@Test
	void aWeightOutOfRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> InstanceRule.NONE.withWeight(10_001))
			.withMessageContaining("10001");
		assertThatIllegalArgumentException().isThrownBy(() -> InstanceRule.NONE.withWeight(-1));
	}

	@Test
	void theJsonIsAsDocumentedAndReadBack() {
		assertThat(RulesCodec.write(RULES)).isEqualTo(GOLDEN);
		assertThat(RulesCodec.read(GOLDEN)).isEqualTo(RULES);
		assertThat(RulesCodec.write(ServiceRules.NONE)).isEqualTo("{\"format\":1}");
	}

	@Test
	void absentAndUnknownFieldsSetNothing() {
		assertThat(RulesCodec.read(null)).isEqualTo(ServiceRules.NONE);
		assertThat(RulesCodec.read(" ")).isEqualTo(ServiceRules.NONE);
		assertThat(RulesCodec.read("{}")).isEqualTo(ServiceRules.NONE);
		assertThat(RulesCodec.read("{\"new\":[1],\"instances\":{\"10.0.0.1:9090\":{\"new\":true}}}"))
			.isEqualTo(ServiceRules.NONE);
	}

	@Test
	void unknownFieldsAreKeptWhenRulesAreReplaced() {
		String before = """
				{"format":1,"instances":{"10.0.0.1:9090":{"outOfService":true,"uuid":"uuid-1","limit":{"rate":5}},\
				"10.0.0.2:9090":{"weight":3}},"routes":[{"to":"canary"}]}""";
		assertThat(RulesCodec.write(RulesCodec.read(before), before)).isEqualTo("""
				{"format":1,"instances":{"10.0.0.1:9090":{"outOfService":true,"uuid":"uuid-1","limit":{"rate":5}},\
				"10.0.0.2:9090":{"weight":3}},"routes":[{"to":"canary"}]}""");
		assertThat(RulesCodec.write(ServiceRules.NONE, before)).as("of an instance whose other settings are gone")
			.isEqualTo("""
					{"format":1,"routes":[{"to":"canary"}],\
					"instances":{"10.0.0.1:9090":{"uuid":"uuid-1","limit":{"rate":5}}}}""");
		assertThatIllegalArgumentException().isThrownBy(() -> RulesCodec.write(ServiceRules.NONE, "{\"format\":2}"));
		assertThatIllegalArgumentException().isThrownBy(() -> RulesCodec.write(ServiceRules.UNREADABLE));
	}

	@Test
	void rulesThatAreTooLongToReadAreNotWritten() {
		ServiceRules tooLarge = ServiceRules.NONE.withVersionsOutOfService(
				IntStream.range(0, 1100).mapToObj((v) -> "v".repeat(250) + v).collect(Collectors.toSet()));
		assertThatIllegalArgumentException().isThrownBy(() -> RulesCodec.write(tooLarge))
			.withMessageContaining("more than 262144");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "{\"instances\":{\"10.0.0.1:9090\":{\"outOfService\":1}}}",
			"{\"instances\":{\"10.0.0.1:9090\":{\"weight\":1.5}}}", "{\"instances\":{\"10.0.0.1:9090\":[]}}",
			"{\"versionsOutOfService\":[{}]}", "{\"format\":\"x\"}", "rules", "{", "{\"instances\":[]}",
			"{\"instances\":{\"nowhere\":{}}}", "{\"instances\":{\"10.0.0.1:9090\":{\"weight\":\"much\"}}}",
			"{\"instances\":{\"10.0.0.1:9090\":{\"weight\":-1}}}", "{\"lastChange\":{\"by\":\"a\",\"what\":\"b\"}}",
			"{\"lastChange\":{\"by\":\"a\",\"at\":\"now\",\"what\":\"b\"}}", "{\"versionsOutOfService\":{}}" })
	void whatIsNotOfThatFormIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> RulesCodec.read(text));
	}

	@Test
	void aLaterFormatIsNotGuessedAt() {
		assertThatIllegalArgumentException().isThrownBy(() -> RulesCodec.read("{\"format\":2}"))
			.withMessageContaining("format 2");
	}

	@Test
	void everyWeightThatAnInstanceCanHaveCanBeSet() {
		assertThat(InstanceRule.NONE.withWeight(InstanceMetadata.MAX_WEIGHT).weight())
			.isEqualTo(InstanceMetadata.MAX_WEIGHT);
		assertThat(InstanceRule.NONE.withWeight(0).weight()).isZero();
	}

	@Test
	void rulesThatCouldNotBeReadAreNotEmpty() {
		assertThat(ServiceRules.NONE.isEmpty()).isTrue();
		assertThat(ServiceRules.UNREADABLE.isEmpty()).isFalse();
		assertThat(RULES.isEmpty()).isFalse();
		assertThat(ServiceRules.NONE.withVersionsOutOfService(Set.of("1")).isEmpty()).isFalse();
		assertThat(ServiceRules.NONE.withInstance(ENDPOINT, InstanceRule.NONE.withWeight(1)).isEmpty()).isFalse();
	}

	@Test
	void rulesOfTheGreatestLengthAreWrittenAndRead() {
		String empty = RulesCodec.write(ServiceRules.NONE, "{\"x\":\"\"}");
		String longest = "y".repeat(RegistryLimits.RULES_LENGTH - empty.length());
		String text = RulesCodec.write(ServiceRules.NONE, "{\"x\":\"" + longest + "\"}");
		assertThat(text).hasSize(RegistryLimits.RULES_LENGTH);
		assertThat(RulesCodec.isReadable(text)).isTrue();
		assertThat(RulesCodec.isReadable(text + ' ')).isFalse();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> RulesCodec.write(ServiceRules.NONE.withVersionsOutOfService(Set.of("1")), text));
	}

	@Test
	void whatWasNotUtf8IsNotReadable() {
		assertThatIllegalArgumentException().isThrownBy(() -> RulesCodec.read("{\"x\":\"\ufffd\"}"))
			.withMessage("they are not UTF-8");
		for (String text : List.of("\ufffd", "\ufffd".repeat(RegistryLimits.RULES_LENGTH))) {
			assertThatIllegalArgumentException().isThrownBy(() -> RulesCodec.read(text))
				.withMessage("they are not UTF-8");
		}
		assertThat(RulesCodec.isReadable("\ufffd")).isFalse();
	}

	@Test
	void aLongNoteOfAChangeIsShortened() {
		for (int length : new int[] { RegistryLimits.TAG_LENGTH, RegistryLimits.TAG_LENGTH + 1 }) {
			String what = "w".repeat(length);
			RuleChange change = new RuleChange("anna", Instant.parse("2026-11-20T12:00:00Z"), what);
			RuleChange read = RulesCodec.read(RulesCodec.write(ServiceRules.NONE.changedBy(change))).lastChange();
			assertThat(read).isNotNull();
			assertThat(read.what())
				.isEqualTo((length == RegistryLimits.TAG_LENGTH) ? what : UntrustedText.printable(what));
		}
	}

	private static RpcInstance instance(String version, InstanceStatus status) {
		return new RpcInstance(new ServiceName("demo.UserService"), ENDPOINT, Set.of("Login", "Register"),
				new InstanceMetadata("uuid-1", "users", version, 100, "", Map.of(), status, null, Map.of()));
	}

}
