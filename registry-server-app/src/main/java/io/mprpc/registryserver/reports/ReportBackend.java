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

package io.mprpc.registryserver.reports;

import io.mprpc.registry.RegistryConnection;
import io.mprpc.registryserver.reports.reading.OfferedMethods;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import io.mprpc.registryserver.traffic.ReportReceiver;

/**
 * What the report port knows of the registry, and where reports go.
 *
 * @param connection connection to the registry
 * @param processes processes by the keys in their nodes
 * @param offered methods and instances that are registered
 * @param receiver receiver of reports
 */
public record ReportBackend(RegistryConnection connection, RegisteredProcesses processes, OfferedMethods offered,
		ReportReceiver receiver) {

	boolean isRegistryConnected() {
		return this.connection.state() == RegistryConnection.State.CONNECTED;
	}

}
