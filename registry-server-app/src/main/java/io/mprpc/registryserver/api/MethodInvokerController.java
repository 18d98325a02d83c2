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

package io.mprpc.registryserver.api;

import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.tryit.CallableMethod;
import io.mprpc.registryserver.tryit.InvocationRequest;
import io.mprpc.registryserver.tryit.InvocationResponse;
import io.mprpc.registryserver.tryit.MethodInvoker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST endpoint for manual method invocation.
 */
@RestController
@RequestMapping(path = "/api/v1/services/{service}/instances/{endpoint}/methods",
		produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Try it",
		description = "Manual calls of methods of instances, where rpc.registry-server.try-it.enabled allows")
class MethodInvokerController {

	private final MethodInvoker tryIt;

	MethodInvokerController(MethodInvoker tryIt) {
		this.tryIt = tryIt;
	}

	@GetMapping
	@Operation(summary = "Unary methods of an instance, each with an example request")
	List<CallableMethod> methods(@PathVariable ServiceName service, @PathVariable Endpoint endpoint) {
		return this.tryIt.methods(service, endpoint);
	}

	@PostMapping(path = "/{method}/calls", consumes = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Call a unary method",
			description = "A failed call is answered with status 200 and its gRPC status")
	CallResponse call(@PathVariable ServiceName service, @PathVariable Endpoint endpoint, @PathVariable String method,
			@RequestBody CallRequest call, @Nullable Principal principal) {
		Duration deadline = (call.deadlineMillis() != null) ? Duration.ofMillis(call.deadlineMillis()) : null;
		String json = (call.request() != null) ? call.request().toString() : "{}";
		InvocationResponse response = this.tryIt.call(
				new InvocationRequest(service, endpoint, method, json, call.headers(), deadline), Actor.of(principal));
		return new CallResponse(response.status(), response.description(), response.duration(), response.headers(),
				response.trailers(), response.json());
	}

	/**
	 * Request of a call.
	 *
	 * @param request the message in protobuf's JSON mapping
	 * @param metadata headers to send; a value of a name that ends with {@code -bin} is
	 * Base64
	 * @param deadlineMillis deadline in milliseconds
	 */
	record CallRequest(@Schema(type = "object") @Nullable JsonNode request, @Nullable Map<String, String> metadata,
			@Nullable Long deadlineMillis) {

		Map<String, String> headers() {
			if (this.metadata == null) {
				return Map.of();
			}
			this.metadata.forEach((name, value) -> {
				if (value == null) {
					throw new InvalidInputException("Metadata '" + name + "' has no value");
				}
			});
			return this.metadata;
		}

	}

	/**
	 * Result of a call.
	 *
	 * @param status name of the gRPC status
	 * @param description description of the status
	 * @param duration duration of the call
	 * @param headers response headers
	 * @param trailers response trailers
	 * @param response the message in protobuf's JSON mapping
	 */
	record CallResponse(String status, @Nullable String description, Duration duration, Map<String, String> headers,
			Map<String, String> trailers, @Schema(type = "object") @JsonRawValue @Nullable String response) {

	}

}
