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
import java.util.List;

import io.mprpc.registry.Document;
import io.mprpc.registry.RpcInstance;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a service at one moment.
 *
 * @param rules the rules, those last readable if the present ones are not
 * @param version number of the rules in the registry, to replace exactly these
 * @param state how far they can be trusted
 * @param problem why the present rules cannot be read, {@code null} if these are they
 * @since 0.1
 */
public record RulesView(ServiceRules rules, int version, Document.State state, @Nullable String problem) {

	/** Before anything is known. */
	public static final RulesView LOADING = new RulesView(ServiceRules.NONE, Document.NO_VERSION,
			Document.State.LOADING, null);

	/**
	 * Whether the registry has answered.
	 * @return whether the rules mean something
	 */
	public boolean isKnown() {
		return this.state != Document.State.LOADING;
	}

	/**
	 * The rules that apply to an instance.
	 * @param instance the instance
	 * @return the rules, empty if none does; the last one says if there are later rules
	 * that cannot be read
	 */
	public List<AppliedRule> appliedTo(RpcInstance instance) {
		List<AppliedRule> applied = new ArrayList<>(this.rules.appliedTo(instance));
		if (this.problem != null && !this.rules.unreadable()) {
			applied.add(AppliedRule.unreadable(AppliedRule.Code.LATER_RULES_UNREADABLE));
		}
		return applied;
	}

}
