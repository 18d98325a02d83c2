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

import java.util.Objects;
import java.util.Set;

import io.mprpc.registry.Endpoint;

/**
 * Announcement of a registry server that takes reports.
 *
 * @param endpoint host and port of its report port, as in the name of its node
 * @param namespaces namespaces that it shows
 * @param secure whether the port uses TLS
 * @param publicKey Ed25519 public key of the server, in unpadded Base64 for URLs; other
 * members of its ensemble know it by this key
 * @since 0.1
 */
public record AnnouncedServer(Endpoint endpoint, Set<String> namespaces, boolean secure, String publicKey) {

	/**
	 * Copies the namespaces.
	 */
	public AnnouncedServer {
		Objects.requireNonNull(endpoint, "endpoint");
		Objects.requireNonNull(publicKey, "publicKey");
		namespaces = Set.copyOf(namespaces);
	}

	/**
	 * Name of the server, which processes sign.
	 * @return the text of the endpoint
	 */
	public String name() {
		return this.endpoint.toString();
	}

}
