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

import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mprpc.internal.governance.EffectiveInstance;
import io.mprpc.internal.governance.EffectiveService;
import io.mprpc.internal.governance.RulesView;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.catalog.model.ServiceHealth;

/**
 * A service as consumers see it, in natural order of its endpoints, and its health.
 */
final class GovernedService {

	private final ServiceView source;

	private final RulesView rules;

	private final EffectiveService service;

	private final List<EffectiveInstance> instances;

	private final List<String> methods;

	private final ServiceHealth health;

	private GovernedService(ServiceView source, RulesView rules) {
		this.source = source;
		this.rules = rules;
		this.service = EffectiveService.of(sorted(source), rules);
		this.instances = this.service.instances();
		this.methods = List.copyOf(this.service.offeredMethods());
		this.health = ServiceHealth.of(this.service);
	}

	private static ServiceView sorted(ServiceView view) {
		List<RpcInstance> instances = view.instances()
			.stream()
			.sorted(Comparator.comparing(RpcInstance::endpoint, NaturalOrder.OF_ENDPOINTS))
			.toList();
		return new ServiceView(view.service(), instances, view.state(), view.asOf());
	}

	static GovernedService of(ServiceView published, RulesView rules) {
		return new GovernedService(published, rules);
	}

	/** Whether this was made of the same views. */
	boolean isOf(ServiceView otherPublished, RulesView otherRules) {
		return this.source == otherPublished && this.rules == otherRules;
	}

	EffectiveService service() {
		return this.service;
	}

	ServiceView published() {
		return this.service.published();
	}

	RulesView rules() {
		return this.rules;
	}

	/** All instances, in the order of the published ones. */
	List<EffectiveInstance> instances() {
		return this.instances;
	}

	/** All methods that any instance offers, sorted. */
	List<String> methods() {
		return this.methods;
	}

	ServiceHealth health() {
		return this.health;
	}

	/**
	 * Whether only its name is left: no instance and no rule. The caller checks for
	 * consumers.
	 */
	boolean isRetired(int consumers) {
		return this.health.level() == ServiceHealth.Level.NO_INSTANCE && consumers == 0 && this.health.rulesReadable()
				&& this.rules.rules().isEmpty();
	}

	int outOfService() {
		return this.health.instances() - this.health.inService() - this.health.draining();
	}

	SortedSet<String> each(Function<InstanceMetadata, String> property) {
		return this.published()
			.instances()
			.stream()
			.map((instance) -> property.apply(instance.metadata()))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
