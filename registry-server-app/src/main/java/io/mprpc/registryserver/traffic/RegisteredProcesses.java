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

package io.mprpc.registryserver.traffic;

import java.util.Collection;
import java.util.Optional;

import io.mprpc.registry.Subscription;

/**
 * Processes that have nodes in the registry, by the keys in them.
 */
public interface RegisteredProcesses {

	/**
	 * The process that has written a key into its nodes.
	 * @param publicKey the key, in unpadded Base64 for URLs
	 * @return the process, empty if no node has the key
	 */
	Optional<RegisteredProcess> byKey(String publicKey);

	/**
	 * All processes.
	 * @return the processes, in no order
	 */
	Collection<RegisteredProcess> all();

	/**
	 * Calls a listener after any change; changes that come close together make one call.
	 * @param listener the listener; must not block
	 * @return handle that removes the listener
	 */
	Subscription onChange(Runnable listener);

}
