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
 * All that is known of a service.
 *
 * @param name the service
 * @param state how far this can be trusted
 * @param asOf when the registry last confirmed it, {@code null} while it never did
 * @param health whether it can be called, method by method
 * @param methods its methods in the order of their names
 * @param instances its instances in the order of their endpoints, numbers as numbers
 * @param versions versions of its instances, and those that rules are about
 * @param consumers processes that reference it
 * @param unmatchedRules rules that apply to none of its instances at present
 * @param rulesVersion number of its rules, to change exactly these
 * @param lastRuleChange who changed its rules last, {@code null} if nobody has
 * @param rulesProblem why its present rules cannot be read, {@code null} if they can be
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
