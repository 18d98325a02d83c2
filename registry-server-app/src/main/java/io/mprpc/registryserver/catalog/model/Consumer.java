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

import java.util.List;

import io.mprpc.registry.ServiceName;

/**
 * A process that calls services.
 *
 * @param id {@code application@host:pid:uuid}
 * @param application name of its application
 * @param host host that it runs on
 * @param pid its process id there
 * @param services services that it references, in the order of their names
 */
public record Consumer(String id, String application, String host, long pid, List<ServiceName> services) {

	/**
	 * Copies the services.
	 */
	public Consumer {
		services = List.copyOf(services);
	}

}
