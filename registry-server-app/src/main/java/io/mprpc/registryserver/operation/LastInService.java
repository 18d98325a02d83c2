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

package io.mprpc.registryserver.operation;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.mprpc.governance.ServiceRules;
import io.mprpc.registry.RpcInstance;

/**
 * Finds methods that a change leaves without anybody who takes their calls.
 */
final class LastInService {

	private LastInService() {
	}

	static SortedSet<String> methodsLost(List<RpcInstance> instances, ServiceRules before, ServiceRules after) {
		SortedSet<String> lost = served(instances, before);
		lost.removeAll(served(instances, after));
		return lost;
	}

	private static SortedSet<String> served(List<RpcInstance> instances, ServiceRules rules) {
		SortedSet<String> methods = new TreeSet<>();
		instances.stream()
			.map(rules::applyTo)
			.filter(RpcInstance::takesCalls)
			.forEach((instance) -> methods.addAll(instance.methods()));
		return methods;
	}

}
