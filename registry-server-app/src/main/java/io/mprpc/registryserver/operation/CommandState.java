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
import java.util.Optional;

import io.mprpc.internal.governance.EffectiveInstance;
import io.mprpc.internal.governance.EffectiveService;
import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;

/**
 * State of a service that a command is applied to.
 *
 * @param found the service
 */
record CommandState(EffectiveService found) {

	ServiceName service() {
		return this.found.name();
	}

	/** The instances as they are published. */
	List<RpcInstance> instances() {
		return this.found.published().instances();
	}

	ServiceRules rules() {
		return this.found.rules().rules();
	}

	Optional<RpcInstance> instance(Endpoint endpoint) {
		return this.found.instance(endpoint).map(EffectiveInstance::published);
	}

	/**
	 * The rule that applies at an endpoint, unless it was set for an earlier incarnation.
	 */
	InstanceRule applicable(Endpoint endpoint) {
		return this.found.instance(endpoint).map(EffectiveInstance::rule).orElseGet(() -> rules().instance(endpoint));
	}

}
