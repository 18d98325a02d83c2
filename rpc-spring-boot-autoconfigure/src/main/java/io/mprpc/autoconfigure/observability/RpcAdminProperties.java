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

package io.mprpc.autoconfigure.observability;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The admin service.
 *
 * @param enabled Whether to serve statistics of this application's calls, and
 * explanations of where they go, over gRPC, for example to the registry's console.
 * @param token Secret that callers must send. Without one, every client that reaches the
 * gRPC port gets an answer.
 * @since 0.1
 */
@ConfigurationProperties("rpc.server.admin")
public record RpcAdminProperties(boolean enabled, @Nullable String token) {

	/** Without the token. */
	@Override
	public String toString() {
		return "enabled=" + this.enabled;
	}

}
