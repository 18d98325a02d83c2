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

import java.util.concurrent.CompletionStage;

/**
 * Names of services in the registry, which outlive their instances.
 *
 * @since 0.1
 */
public interface ServiceNames {

	/**
	 * Removes the name of a service, and the empty document that operators may have left,
	 * if nothing else is there: an instance, a consumer, or a document of another version
	 * keeps all of it. A provider that comes later writes the name again.
	 * @param service the service
	 * @param documentVersion version of the document that may go with the name,
	 * {@value Document#NO_VERSION} if there is none
	 * @return completes with whether it was removed; fails with
	 * {@link RegistryAccessException} if the registry is out of reach or refuses
	 */
	CompletionStage<Boolean> remove(ServiceName service, int documentVersion);

}
