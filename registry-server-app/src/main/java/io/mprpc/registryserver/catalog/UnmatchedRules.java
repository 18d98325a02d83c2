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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.catalog.model.RuleSummary;
import io.mprpc.registryserver.catalog.model.UnmatchedRule;
import io.mprpc.registryserver.catalog.model.UnmatchedRule.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules that match no instance.
 */
final class UnmatchedRules {

	private UnmatchedRules() {
	}

	static List<UnmatchedRule> of(GovernedService service) {
		ServiceRules rules = service.rules().rules();
		if (rules.isEmpty() || !service.published().isKnown()) {
			return List.of();
		}
		ServiceName name = service.published().service();
		Map<Endpoint, RpcInstance> present = service.published()
			.instances()
			.stream()
			.collect(Collectors.toMap(RpcInstance::endpoint, Function.identity()));
		List<UnmatchedRule> unmatched = new ArrayList<>();
		rules.instances().forEach((endpoint, rule) -> {
			Reason reason = reason(rule, present.get(endpoint));
			if (reason != null) {
				unmatched.add(new UnmatchedRule(name, endpoint, null, RuleSummary.of(rule), reason));
			}
		});
		rules.versionsOutOfService()
			.stream()
			.filter((version) -> present.values()
				.stream()
				.noneMatch((instance) -> Objects.equals(version, instance.metadata().version())))
			.forEach((version) -> unmatched
				.add(new UnmatchedRule(name, null, version, null, Reason.NO_INSTANCE_OF_VERSION)));
		return unmatched;
	}

	private static @Nullable Reason reason(InstanceRule rule, @Nullable RpcInstance instance) {
		if (instance == null) {
			return Reason.NO_INSTANCE;
		}
		if (!rule.appliesTo(instance.metadata())) {
			return Reason.INSTANCE_RESTARTED;
		}
		boolean methodsOnly = !rule.outOfService() && rule.weight() == null;
		return (methodsOnly && rule.methodsOutOfService().stream().noneMatch(instance::serves)) ? Reason.NO_METHOD
				: null;
	}

}
