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

package io.mprpc.internal.grpc.client;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Identity of this process as a consumer of any service.
 *
 * @since 0.1
 */
public final class ConsumerIdentity {

	// Containers behind one address all have the process id 1.
	private final String uuid = UUID.randomUUID().toString();

	private final String application;

	private final Supplier<String> host;

	private final Supplier<CompletableFuture<@Nullable String>> reportKey;

	/**
	 * Creates an identity.
	 * @param application name of the application
	 * @param host host that this process runs on; looked up each time
	 * @param reportKey supplier of the public key of this process's reports for a node
	 * that is about to be registered, {@code null} in it if the process does not report
	 */
	public ConsumerIdentity(String application, Supplier<String> host,
			Supplier<CompletableFuture<@Nullable String>> reportKey) {
		this.application = application;
		this.host = host;
		this.reportKey = reportKey;
	}

	/**
	 * Reference to a service that is about to be registered.
	 * @param service the service
	 * @return the reference, at once or when the key is generated
	 * @throws IllegalArgumentException if the application or the host cannot be
	 * registered
	 */
	CompletableFuture<ConsumerReference> reference(ServiceName service) {
		ConsumerReference reference = new ConsumerReference(service, this.application, this.host.get(),
				ProcessHandle.current().pid(), this.uuid);
		return this.reportKey.get().thenApply(reference::withReportKey);
	}

	/**
	 * Text of the process, as in the names of its nodes.
	 * @return {@code application@host:pid:uuid}
	 */
	public String process() {
		return this.application + '@' + this.host.get() + ':' + ProcessHandle.current().pid() + ':' + this.uuid;
	}

}
