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
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import io.mprpc.registry.InstanceMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Rule that operators have set for one instance of a service.
 *
 * @param outOfService whether the instance takes no new calls
 * @param weight share of the calls in place of the instance's own, from 0 to
 * {@value InstanceMetadata#MAX_WEIGHT}; {@code null} for its own
 * @param methodsOutOfService methods that take no new calls there
 * @param uuid the incarnation of the instance that the rule is for, which ends with a
 * restart; {@code null} for any instance at the endpoint
 * @since 0.1
 */
public record InstanceRule(boolean outOfService, @Nullable Integer weight, SortedSet<String> methodsOutOfService,
		@Nullable String uuid) {

	/** Sets nothing. */
	public static final InstanceRule NONE = new InstanceRule(false, null, Collections.emptySortedSet(), null);

	/**
	 * Checks the weight and copies the methods.
	 * @throws IllegalArgumentException if the weight is out of range
	 */
	public InstanceRule {
		if (weight != null && (weight < 0 || weight > InstanceMetadata.MAX_WEIGHT)) {
			throw new IllegalArgumentException(
					"Weight " + weight + " is not between 0 and " + InstanceMetadata.MAX_WEIGHT);
		}
		methodsOutOfService = Collections.unmodifiableSortedSet(new TreeSet<>(methodsOutOfService));
	}

	/**
	 * Whether the rule sets nothing.
	 * @return whether it can go
	 */
	public boolean isEmpty() {
		return !this.outOfService && this.weight == null && this.methodsOutOfService.isEmpty();
	}

	/**
	 * Whether the rule is for an incarnation of the instance.
	 * @param instance metadata of the instance
	 * @return whether it applies
	 */
	public boolean appliesTo(InstanceMetadata instance) {
		return this.uuid == null || this.uuid.equals(instance.uuid());
	}

	/**
	 * The time for which the rule applies.
	 * @return the time
	 */
	public RuleLifetime lifetime() {
		return (this.uuid == null) ? RuleLifetime.LASTING : RuleLifetime.UNTIL_RESTART;
	}

	/**
	 * The rule as data.
	 * @return one part for each setting
	 */
	List<AppliedRule> parts() {
		List<AppliedRule> parts = new ArrayList<>();
		if (this.outOfService) {
			parts.add(AppliedRule.instance(lifetime()));
		}
		if (this.weight != null) {
			parts.add(AppliedRule.weight(this.weight, lifetime()));
		}
		if (!this.methodsOutOfService.isEmpty()) {
			parts.add(AppliedRule.methods(this.methodsOutOfService, lifetime()));
		}
		return parts;
	}

	/**
	 * The same with the instance in or out of service.
	 * @param out whether it takes no new calls
	 * @return the changed rule
	 */
	public InstanceRule withOutOfService(boolean out) {
		return new InstanceRule(out, this.weight, this.methodsOutOfService, this.uuid);
	}

	/**
	 * The same with another weight.
	 * @param newWeight the weight, {@code null} for the instance's own
	 * @return the changed rule
	 */
	public InstanceRule withWeight(@Nullable Integer newWeight) {
		return new InstanceRule(this.outOfService, newWeight, this.methodsOutOfService, this.uuid);
	}

	/**
	 * The same with other methods out of service.
	 * @param methods simple names of the methods
	 * @return the changed rule
	 */
	public InstanceRule withMethodsOutOfService(Set<String> methods) {
		return new InstanceRule(this.outOfService, this.weight, new TreeSet<>(methods), this.uuid);
	}

	/**
	 * The same for another incarnation of the instance.
	 * @param newUuid the incarnation, {@code null} for any instance at the endpoint
	 * @return the changed rule
	 */
	public InstanceRule withUuid(@Nullable String newUuid) {
		return new InstanceRule(this.outOfService, this.weight, this.methodsOutOfService, newUuid);
	}

}
