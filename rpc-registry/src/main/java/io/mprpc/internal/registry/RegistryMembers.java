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

import java.util.Collection;
import java.util.List;

import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;

/**
 * Members of a registry that is made of several: which of them hold a service. May change
 * at any time; for use by several threads.
 *
 * @param <M> directories or publishers of the members
 * @since 0.1
 */
public interface RegistryMembers<M> {

	/**
	 * All members that are in use.
	 * @return the members
	 */
	Collection<M> all();

	/**
	 * Members that hold a service: one, or several while it moves. A member may be left
	 * out only when the others hold all of the service's instances.
	 * @param service the service
	 * @return the members, the one that is to keep the service first
	 */
	List<M> of(ServiceName service);

	/**
	 * Calls a listener after the members of any service have changed.
	 * @param listener the listener
	 * @return to end it
	 */
	Subscription onChange(Runnable listener);

}
