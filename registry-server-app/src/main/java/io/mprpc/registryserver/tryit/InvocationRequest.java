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

package io.mprpc.registryserver.tryit;

import java.time.Duration;
import java.util.Map;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Request of a manual call.
 *
 * @param service the service
 * @param endpoint instance to call
 * @param method simple name of the method
 * @param json the request in protobuf's JSON mapping
 * @param metadata headers to send; a value of a name that ends with {@code -bin} is
 * Base64
 * @param deadline deadline, {@code null} for the default
 */
public record InvocationRequest(ServiceName service, Endpoint endpoint, String method, String json,
		Map<String, String> metadata, @Nullable Duration deadline) {

	/**
	 * Copies the metadata.
	 */
	public InvocationRequest {
		metadata = Map.copyOf(metadata);
	}

}
