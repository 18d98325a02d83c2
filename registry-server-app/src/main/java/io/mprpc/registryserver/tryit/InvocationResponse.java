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
 * What came of a call.
 *
 * @param status name of gRPC's status, {@code OK} if it went well
 * @param description what the status says, {@code null} if nothing
 * @param duration how long it took, without learning what the instance offers
 * @param headers headers that came; a value of a name that ends with {@code -bin} is
 * Base64
 * @param trailers trailers that came, in the same form
 * @param json the response in JSON, {@code null} if there is none
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
