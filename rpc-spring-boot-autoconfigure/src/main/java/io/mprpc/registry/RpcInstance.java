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

import java.util.Objects;
import java.util.Set;

/**
 * One process's offer of one service: where it is and which of the service's methods it
 * serves.
 *
 * @param service the service
 * @param endpoint where it takes calls
 * @param methods simple names of the methods it serves
 * @param metadata what it tells of itself
 * @since 0.1
 */
public record RpcInstance(ServiceName service, Endpoint endpoint, Set<String> methods, InstanceMetadata metadata) {

	/**
	 * Copies the methods.
	 */
	public RpcInstance {
		Objects.requireNonNull(service, "service");
		Objects.requireNonNull(endpoint, "endpoint");
		Objects.requireNonNull(metadata, "metadata");
		methods = Set.copyOf(methods);
	}

	/**
	 * Whether this instance serves a method.
	 * @param method the method's simple name
	 * @return whether it does
	 */
	public boolean serves(String method) {
		return this.methods.contains(method);
	}

	/**
	 * Whether new calls may go to this instance: it is in service, and its weight is not
	 * 0.
	 * @return whether it takes calls of the methods that it serves
	 */
	public boolean takesCalls() {
		return this.metadata.status() == InstanceStatus.UP && this.metadata.weight() > 0;
	}

	/**
	 * Whether new calls of a method may go to this instance.
	 * @param method the method's simple name
	 * @return whether it serves the method and takes calls
	 */
	public boolean takesCalls(String method) {
		return takesCalls() && serves(method);
	}

	/**
	 * The same with other metadata.
	 * @param newMetadata the metadata
	 * @return the changed instance
	 */
	public RpcInstance withMetadata(InstanceMetadata newMetadata) {
		return new RpcInstance(this.service, this.endpoint, this.methods, newMetadata);
	}

}
