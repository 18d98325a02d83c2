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

import java.util.Map;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A process as its nodes in the registry show it.
 *
 * @param id its identity: application@host:pid:uuid if it references a service, else its
 * first endpoint
 * @param publicKey public key in its nodes, {@code null} if they have none: it cannot
 * report
 * @param application name of its application, may be empty
 * @param provides methods that it has registered, by service
 * @param endpoints endpoint of each service that it provides
 * @param consumes services that it references
 * @param references identities that its references tell: one, unless somebody else has
 * written its public key into a node, which anybody can read
 * @param applications applications that its registrations tell, likewise
 */
public record RegisteredProcess(String id, @Nullable String publicKey, String application,
		Map<String, Set<String>> provides, Map<String, Endpoint> endpoints, Set<String> consumes,
		Set<String> references, Set<String> applications) {

}
