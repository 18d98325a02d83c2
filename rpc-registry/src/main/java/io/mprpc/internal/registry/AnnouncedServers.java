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

package io.mprpc.internal.registry;

import java.util.List;

import io.mprpc.registry.Subscription;

/**
 * Live view of the registry servers that take reports, of all namespaces. The last view
 * stands while the registry is out of reach.
 *
 * @since 0.1
 */
public interface AnnouncedServers {

	/**
	 * The servers. Does not wait.
	 * @return the servers in the order of their names, empty until the registry has
	 * answered
	 */
	List<AnnouncedServer> servers();

	/**
	 * Calls a listener after any change; changes that come close together make one call.
	 * @param listener the listener; must not block
	 * @return handle that removes the listener
	 */
	Subscription onChange(Runnable listener);

}
