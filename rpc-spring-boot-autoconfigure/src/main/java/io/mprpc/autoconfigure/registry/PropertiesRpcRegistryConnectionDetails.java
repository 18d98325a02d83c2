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

package io.mprpc.autoconfigure.registry;

import org.jspecify.annotations.Nullable;

/**
 * Connection details of the registry from properties.
 */
class PropertiesRpcRegistryConnectionDetails implements RpcRegistryConnectionDetails {

	private final RpcRegistryProperties properties;

	PropertiesRpcRegistryConnectionDetails(RpcRegistryProperties properties) {
		this.properties = properties;
	}

	@Override
	public String getConnectString() {
		return this.properties.getConnectString();
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.getAuth().getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.getAuth().getPassword();
	}

}
