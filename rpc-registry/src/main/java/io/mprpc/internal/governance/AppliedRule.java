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

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A rule of operators that applies to an instance, as data. Texts are made where they are
 * shown.
 *
 * @param code kind of the rule
 * @param version version that is out of service, {@code null} if the rule is about
 * something else
 * @param weight weight that is set, {@code null} if the rule is about something else
 * @param methods simple names of the methods that are out of service
 * @param lifetime how long the rule lasts, {@code null} if that cannot be read
 * @since 0.1
 */
public record AppliedRule(Code code, @Nullable String version, @Nullable Integer weight, SortedSet<String> methods,
		@Nullable RuleLifetime lifetime) {

	/**
	 * Copies the methods.
	 */
	public AppliedRule {
		Objects.requireNonNull(code, "code");
		methods = Collections.unmodifiableSortedSet(new TreeSet<>(methods));
	}

	static AppliedRule unreadable(Code code) {
		return new AppliedRule(code, null, null, Collections.emptySortedSet(), null);
	}

	static AppliedRule version(String version) {
		return new AppliedRule(Code.VERSION_OUT_OF_SERVICE, version, null, Collections.emptySortedSet(),
				RuleLifetime.LASTING);
	}

	static AppliedRule instance(RuleLifetime lifetime) {
		return new AppliedRule(Code.INSTANCE_OUT_OF_SERVICE, null, null, Collections.emptySortedSet(), lifetime);
	}

	static AppliedRule weight(int weight, RuleLifetime lifetime) {
		return new AppliedRule(Code.WEIGHT, null, weight, Collections.emptySortedSet(), lifetime);
	}

	static AppliedRule methods(Set<String> methods, RuleLifetime lifetime) {
		return new AppliedRule(Code.METHODS_OUT_OF_SERVICE, null, null, new TreeSet<>(methods), lifetime);
	}

	/**
	 * The parameters in the order of their names, for texts with numbered places.
	 * @return the version, the weight or the methods, whichever the rule has
	 */
	public List<String> arguments() {
		if (this.version != null) {
			return List.of(this.version);
		}
		if (this.weight != null) {
			return List.of(this.weight.toString());
		}
		return this.methods.isEmpty() ? List.of() : List.of(String.join(", ", this.methods));
	}

	/**
	 * Kinds of rules.
	 */
	public enum Code {

		/** There are rules, but none is readable: no instance takes calls. */
		RULES_UNREADABLE,

		/** The rules are the last readable ones, later ones are not readable. */
		LATER_RULES_UNREADABLE,

		/** The version of the instance is out of service. */
		VERSION_OUT_OF_SERVICE,

		/** The instance is out of service. */
		INSTANCE_OUT_OF_SERVICE,

		/** The instance has another weight than its own. */
		WEIGHT,

		/** Methods of the instance are out of service. */
		METHODS_OUT_OF_SERVICE

	}

}
