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

import org.jspecify.annotations.Nullable;

/**
 * Result of a manual call.
 *
 * @param status name of the gRPC status, {@code OK} for success
 * @param description description of the status, {@code null} if none
 * @param duration duration of the call, without server reflection
 * @param headers response headers; a value of a name that ends with {@code -bin} is
 * Base64
 * @param trailers response trailers, in the same form
 * @param json the response in JSON, {@code null} if none
 */
public record InvocationResponse(String status, @Nullable String description, Duration duration,
		Map<String, String> headers, Map<String, String> trailers, @Nullable String json) {

	/**
	 * Copies headers and trailers.
	 */
	public InvocationResponse {
		headers = Map.copyOf(headers);
		trailers = Map.copyOf(trailers);
	}

}
