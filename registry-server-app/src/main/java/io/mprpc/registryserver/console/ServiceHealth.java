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

package io.mprpc.registryserver.console;

import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ServiceView;
import io.mprpc.registryserver.catalog.ServiceDetail;

/**
 * Whether a service can be called, counted from its instances.
 *
 * @param state how far this can be trusted
 * @param instances instances that the registry lists
 * @param inService instances that take calls
 * @param governed whether operators have set anything that applies
 */
record ServiceHealth(ServiceView.State state, int instances, int inService, boolean governed) {

	static ServiceHealth of(ServiceDetail detail) {
		int inService = (int) detail.instances()
			.stream()
			.filter((instance) -> instance.status() == InstanceStatus.UP)
			.count();
		boolean governed = detail.instances()
			.stream()
			.anyMatch((instance) -> instance.rule() != null || instance.versionOutOfService());
		return new ServiceHealth(detail.state(), detail.instances().size(), inService, governed);
	}

}
