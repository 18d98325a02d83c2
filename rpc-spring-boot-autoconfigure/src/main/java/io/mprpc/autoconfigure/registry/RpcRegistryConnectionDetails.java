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

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Connection details of the registry. A bean of this type takes the place of the
 * properties, for example one that a test or a container supplies.
 *
 * @since 0.1
 */
public interface RpcRegistryConnectionDetails extends ConnectionDetails {

	/**
	 * ZooKeeper's servers.
	 * @return a connect string, as {@code rpc.registry.connect-string} has it
	 */
	String getConnectString();

	/**
	 * User name in ZooKeeper's digest scheme.
	 * @return the name, {@code null} for no user
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Password of the user.
	 * @return the password
	 */
	default @Nullable String getPassword() {
		return null;
	}

}
