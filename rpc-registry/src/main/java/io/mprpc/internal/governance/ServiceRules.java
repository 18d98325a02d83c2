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

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * Rules that operators have set for a service. Rules stand beside the status that
 * instances publish and only ever restrict it: an instance that says that it is out of
 * service or draining stays so.
 *
 * @param versionsOutOfService versions whose instances take no new calls
 * @param instances rules for single instances
 * @param lastChange the last change of the rules, {@code null} if there was none
 * @param unreadable whether there are rules of which none could be read: no instance
 * takes new calls, because any may have been taken out of service
 * @since 0.1
 */
public record ServiceRules(SortedSet<String> versionsOutOfService, SortedMap<Endpoint, InstanceRule> instances,
		@Nullable RuleChange lastChange, boolean unreadable) {

	/** Sets nothing. */
	public static final ServiceRules NONE = new ServiceRules(Collections.emptySortedSet(), Collections.emptySortedMap(),
			null);

	/** Rules of which none could be read. */
	public static final ServiceRules UNREADABLE = new ServiceRules(Collections.emptySortedSet(),
			Collections.emptySortedMap(), null, true);

	/**
	 * Copies the versions and the rules; rules that set nothing are left out.
	 */
	public ServiceRules {
		versionsOutOfService = Collections.unmodifiableSortedSet(new TreeSet<>(versionsOutOfService));
		SortedMap<Endpoint, InstanceRule> effective = new TreeMap<>(instances);
		effective.values().removeIf(InstanceRule::isEmpty);
		instances = Collections.unmodifiableSortedMap(effective);
	}

	/**
	 * Rules that could be read.
	 * @param versionsOutOfService versions whose instances take no new calls
	 * @param instances rules for single instances
	 * @param lastChange the last change of the rules, {@code null} if there was none
	 */
	public ServiceRules(SortedSet<String> versionsOutOfService, SortedMap<Endpoint, InstanceRule> instances,
			@Nullable RuleChange lastChange) {
		this(versionsOutOfService, instances, lastChange, false);
	}

	/**
	 * The rule for an instance, whether or not it is for its present incarnation.
	 * @param endpoint where the instance takes calls
	 * @return the rule, {@link InstanceRule#NONE} if there is none
	 */
	public InstanceRule instance(Endpoint endpoint) {
		return this.instances.getOrDefault(endpoint, InstanceRule.NONE);
	}

	/**
	 * Whether nothing is set.
	 * @return whether the rules change no instance
	 */
	public boolean isEmpty() {
		return this.versionsOutOfService.isEmpty() && this.instances.isEmpty() && !this.unreadable;
	}

	/**
	 * The rule that applies to an instance.
	 * @param instance the instance as it is published
	 * @return the rule, {@link InstanceRule#NONE} if there is none or it is for an
	 * earlier incarnation of the instance
	 */
	InstanceRule applicable(RpcInstance instance) {
		InstanceRule rule = instance(instance.endpoint());
		return rule.appliesTo(instance.metadata()) ? rule : InstanceRule.NONE;
	}

	/**
	 * Applies the rules.
	 * @param instance the instance as it is published
	 * @return the instance with the rules applied, the same one if none changes it
	 */
	RpcInstance applyTo(RpcInstance instance) {
		InstanceMetadata metadata = instance.metadata();
		if (this.unreadable) {
			return (metadata.status() != InstanceStatus.UP) ? instance
					: instance.withMetadata(metadata.withStatus(InstanceStatus.UNREADABLE));
		}
		InstanceRule rule = applicable(instance);
		boolean out = rule.outOfService() || this.versionsOutOfService.contains(metadata.version());
		if (!out && rule.isEmpty()) {
			return instance;
		}
		if (out && metadata.status() == InstanceStatus.UP) {
			metadata = metadata.withStatus(InstanceStatus.OUT_OF_SERVICE);
		}
		Integer weight = rule.weight();
		if (weight != null) {
			metadata = metadata.withWeight(weight);
		}
		Set<String> methods = new HashSet<>(instance.methods());
		methods.removeAll(rule.methodsOutOfService());
		return new RpcInstance(instance.service(), instance.endpoint(), methods, metadata);
	}

	/**
	 * The rules that apply to an instance.
	 * @param instance the instance
	 * @return the rules, empty if none does
	 */
	List<AppliedRule> appliedTo(RpcInstance instance) {
		List<AppliedRule> applied = new ArrayList<>();
		if (this.unreadable) {
			applied.add(AppliedRule.unreadable(AppliedRule.Code.RULES_UNREADABLE));
		}
		String version = instance.metadata().version();
		if (this.versionsOutOfService.contains(version)) {
			applied.add(AppliedRule.version(version));
		}
		applied.addAll(applicable(instance).parts());
		return applied;
	}

	/**
	 * The same with another rule for an instance.
	 * @param endpoint where the instance takes calls
	 * @param rule the rule
	 * @return the changed rules
	 */
	public ServiceRules withInstance(Endpoint endpoint, InstanceRule rule) {
		SortedMap<Endpoint, InstanceRule> changed = new TreeMap<>(this.instances);
		changed.put(endpoint, rule);
		return new ServiceRules(this.versionsOutOfService, changed, this.lastChange);
	}

	/**
	 * The same with other versions out of service.
	 * @param versions the versions
	 * @return the changed rules
	 */
	public ServiceRules withVersionsOutOfService(Set<String> versions) {
		return new ServiceRules(new TreeSet<>(versions), this.instances, this.lastChange);
	}

	/**
	 * The same with a note of their author.
	 * @param change the change
	 * @return the changed rules
	 */
	public ServiceRules changedBy(RuleChange change) {
		return new ServiceRules(this.versionsOutOfService, this.instances, change);
	}

}
