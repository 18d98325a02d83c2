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

package io.mprpc.registryserver.explain;

import java.util.List;

import io.mprpc.internal.governance.RuleChange;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.jspecify.annotations.Nullable;

/**
 * Explanation where calls of a service go.
 *
 * @param service the service
 * @param method simple name of the method, empty for any
 * @param state state of the view of the service
 * @param lastRuleChange last change of the service's rules, {@code null} if none
 * @param instances every known instance, in the order of their endpoints
 * @param consumers answers of the consumers that were asked
 * @param note reason why no consumer has answered, {@code null} if one has or a certain
 * one was asked
 */
public record ServiceExplanation(ServiceName service, String method, ServiceView.State state,
		@Nullable RuleChange lastRuleChange, List<InstanceExplanation> instances, List<ConsumerAnswer> consumers,
		@Nullable String note) {

	/**
	 * Copies the lists.
	 */
	public ServiceExplanation {
		instances = List.copyOf(instances);
		consumers = List.copyOf(consumers);
	}

}
