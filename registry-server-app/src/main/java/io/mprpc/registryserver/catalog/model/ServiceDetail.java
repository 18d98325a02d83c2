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

package io.mprpc.registryserver.catalog.model;

import java.time.Instant;
import java.util.List;

import io.mprpc.internal.governance.RuleChange;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;

/**
 * Details of a service.
 *
 * @param name the service
 * @param state state of the view of the service
 * @param asOf time of the last confirmation by the registry, {@code null} if none
 * @param health its health
 * @param methods its methods in the order of their names
 * @param instances its instances in the order of their endpoints, numbers as numbers
 * @param versions versions of its instances and of its rules
 * @param consumers processes that reference it
 * @param unmatchedRules rules that match none of its instances at present
 * @param rulesVersion version of its rules, for conditional changes
 * @param lastRuleChange last change of its rules, {@code null} if none
 * @param rulesProblem reason why its current rules cannot be read, {@code null} if they
 * can
 */
public record ServiceDetail(ServiceName name, ServiceView.State state, @Nullable Instant asOf, ServiceHealth health,
		List<MethodRow> methods, List<InstanceRow> instances, List<VersionRow> versions, List<Consumer> consumers,
		List<UnmatchedRule> unmatchedRules, int rulesVersion, @Nullable RuleChange lastRuleChange,
		@Nullable String rulesProblem) {

	/**
	 * Copies the lists.
	 */
	public ServiceDetail {
		methods = List.copyOf(methods);
		instances = List.copyOf(instances);
		versions = List.copyOf(versions);
		consumers = List.copyOf(consumers);
		unmatchedRules = List.copyOf(unmatchedRules);
	}

}
