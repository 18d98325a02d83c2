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

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

import io.mprpc.internal.governance.InstanceRule;
import org.jspecify.annotations.Nullable;

/**
 * Rule of operators for one instance of a service.
 *
 * @param outOfService whether the instance takes no new calls
 * @param weight weight that replaces the instance's own, {@code null} if none
 * @param methodsOutOfService methods that take no new calls there
 * @param lasting whether the rule survives a restart of the instance; otherwise it ends
 * with the current incarnation
 * @param uuid incarnation that the rule is for, {@code null} if it is lasting
 */
public record RuleSummary(boolean outOfService, @Nullable Integer weight, SortedSet<String> methodsOutOfService,
		boolean lasting, @Nullable String uuid) {

	/**
	 * Copies the methods.
	 */
	public RuleSummary {
		methodsOutOfService = Collections.unmodifiableSortedSet(new TreeSet<>(methodsOutOfService));
	}

	public static RuleSummary of(InstanceRule rule) {
		return new RuleSummary(rule.outOfService(), rule.weight(), rule.methodsOutOfService(), rule.uuid() == null,
				rule.uuid());
	}

}
