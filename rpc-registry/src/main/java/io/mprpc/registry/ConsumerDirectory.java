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

package io.mprpc.registry;

import java.util.List;

/**
 * Live view of the references to services in one namespace.
 *
 * @since 0.1
 */
public interface ConsumerDirectory {

	/**
	 * All references to a service. Does not wait.
	 * @param service the service
	 * @return the references in the order of their text, empty until the registry has
	 * answered
	 */
	List<ConsumerReference> references(ServiceName service);

	/**
	 * All references. Does not wait.
	 * @return the references by service, then in the order of their text
	 */
	List<ConsumerReference> references();

	/**
	 * Whether the registry has answered.
	 * @return whether the references mean something
	 */
	boolean isKnown();

	/**
	 * Calls a listener after any change; changes that come close together make one call.
	 * @param listener the listener; must not block
	 * @return to end it
	 */
	Subscription onChange(Runnable listener);

}
