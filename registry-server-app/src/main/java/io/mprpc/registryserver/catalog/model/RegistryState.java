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

import io.mprpc.registry.RegistryConnection;

/**
 * Currency of the catalog's view of the registry.
 *
 * @param address address of ZooKeeper, without secrets
 * @param namespace environment that is shown
 * @param connection state of the connection to ZooKeeper
 * @param live whether every service follows the registry; otherwise some are shown in
 * their last known state, or are still missing
 * @param loadingServices services that are not loaded yet
 * @param staleServices services that are shown in their last known state
 */
public record RegistryState(String address, String namespace, RegistryConnection.State connection, boolean live,
		int loadingServices, int staleServices) {

}
