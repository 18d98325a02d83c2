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

import java.util.Map;
import java.util.Objects;

/**
 * One running application as the registry lists it under its name, whether it registered
 * through mprpc or through another Spring Cloud registration of the same form.
 *
 * @param application name of the application
 * @param id identity of the instance
 * @param host host name or IP address
 * @param port port that the application names first: the HTTP port where there is one
 * @param secure whether that port speaks TLS
 * @param metadata further properties
 * @since 0.1
 */
public record ApplicationInstance(String application, String id, String host, int port, boolean secure,
		Map<String, String> metadata) {

	/** Key of the metadata under which the gRPC port stands. */
	public static final String GRPC_PORT = "gRPC_port";

	/**
	 * Copies the metadata.
	 */
	public ApplicationInstance {
		Objects.requireNonNull(application, "application");
		Objects.requireNonNull(id, "id");
		Objects.requireNonNull(host, "host");
		metadata = Map.copyOf(metadata);
	}

}
