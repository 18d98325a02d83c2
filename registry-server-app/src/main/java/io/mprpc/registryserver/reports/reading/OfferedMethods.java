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

package io.mprpc.registryserver.reports.reading;

/**
 * Methods and instances that are registered at present. Called often, by several threads.
 */
public interface OfferedMethods {

	/**
	 * Whether an instance offers a method.
	 * @param service full name of the service
	 * @param method simple name of the method
	 * @return whether any instance is registered for it
	 */
	boolean isOffered(String service, String method);

	/**
	 * Whether an instance of a service is registered.
	 * @param service full name of the service
	 * @param endpoint endpoint of the instance
	 * @return whether it is registered
	 */
	boolean isRegistered(String service, String endpoint);

}
