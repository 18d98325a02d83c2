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

package io.mprpc.registryserver.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.tryit.InvocationRequest;
import org.jspecify.annotations.Nullable;

/**
 * Form of a manual call.
 *
 * @param service name of the service
 * @param endpoint instance to call
 * @param method simple name of the method
 * @param json the request in JSON
 * @param metadata headers, each in a line of its own as {@code name: value}
 * @param deadline deadline in milliseconds, {@code null} for the default
 */
record MethodInvocationForm(String service, String endpoint, String method, String json, String metadata,
		@Nullable Long deadline) {

	/**
	 * The call to make.
	 * @return the call
	 * @throws IllegalArgumentException if a value is malformed
	 */
	InvocationRequest request() {
		return new InvocationRequest(new ServiceName(this.service), Endpoint.parse(this.endpoint), this.method,
				this.json, headers(), (this.deadline != null) ? Duration.ofMillis(this.deadline) : null);
	}

	MethodInvocationForm with(String newMethod, String newJson) {
		return new MethodInvocationForm(this.service, this.endpoint, newMethod, newJson, this.metadata, this.deadline);
	}

	private Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		this.metadata.lines().filter((line) -> !line.isBlank()).forEach((line) -> {
			int colon = line.indexOf(':');
			if (colon < 1) {
				throw new IllegalArgumentException("'" + line.strip() + "' is not of the form name: value");
			}
			headers.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
		});
		return headers;
	}

}
