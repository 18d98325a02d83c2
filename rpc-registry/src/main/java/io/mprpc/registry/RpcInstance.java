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

import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * One process's offer of one service: where it is and which of the service's methods it
 * serves. Its identity is the UUID of the process; its addresses are attributes.
 *
 * @param service the service
 * @param endpoint where it takes gRPC calls
 * @param methods simple names of the methods it serves
 * @param metadata its metadata
 * @since 0.1
 */
public record RpcInstance(ServiceName service, Endpoint endpoint, Set<String> methods, InstanceMetadata metadata) {

	/** Protocol of {@link #endpoint()}. */
	public static final String GRPC = "grpc";

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
	 * Identity of the instance.
	 * @return the UUID of its process, or its endpoint if it has none, as with a provider
	 * that registers methods only
	 */
	public String id() {
		String uuid = this.metadata.uuid();
		return (uuid != null) ? uuid : this.endpoint.toString();
	}

	/**
	 * Addresses of the instance by protocol: {@value #GRPC} and its other ports.
	 * @return the addresses
	 */
	public SortedMap<String, Endpoint> endpoints() {
		SortedMap<String, Endpoint> endpoints = new TreeMap<>();
		this.metadata.ports()
			.forEach((protocol, port) -> endpoints.put(protocol, new Endpoint(this.endpoint.host(), port)));
		endpoints.put(GRPC, this.endpoint);
		return Collections.unmodifiableSortedMap(endpoints);
	}

	/**
	 * Address of the instance for a protocol.
	 * @param protocol the protocol, such as {@value #GRPC} or {@code http}
	 * @return the address, {@code null} if it has none
	 */
	public @Nullable Endpoint endpoint(String protocol) {
		return endpoints().get(protocol);
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
