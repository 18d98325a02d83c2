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
import java.util.SortedSet;

/**
 * Live views of the applications in one namespace.
 *
 * @since 0.1
 */
public interface ApplicationDirectory {

	/**
	 * Names of all applications that ever registered, live after the first call. Does not
	 * wait.
	 * @return the names in their natural order, empty until the registry has answered
	 */
	SortedSet<String> applications();

	/**
	 * Instances of an application. Starts to follow the application unless it is followed
	 * already; does not wait.
	 * @param application name of the application
	 * @return the instances, empty until the registry has answered
	 */
	List<ApplicationInstance> instances(String application);

	/**
	 * Whether the registry has answered for an application.
	 * @param application name of the application
	 * @return whether {@link #instances(String)} means something
	 */
	boolean isKnown(String application);

	/**
	 * Calls a listener after any change in what this directory follows; changes that come
	 * close together make one call.
	 * @param listener the listener; must not block
	 * @return to end it
	 */
	Subscription onChange(Runnable listener);

}
