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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;

/**
 * Registry of this process as a consumer of the services that it references. Its creator
 * closes it, which ends all registrations.
 *
 * @since 0.1
 */
public final class ConsumerRegistrar implements AutoCloseable {

	private final InstancePublisher publisher;

	private final Function<ServiceName, ConsumerReference> identity;

	private final Map<ServiceName, Subscription> registrations = new LinkedHashMap<>();

	private boolean closed;

	/**
	 * Creates the registrar.
	 * @param publisher publisher to register with
	 * @param identity describes this process as a consumer of a service
	 */
	public ConsumerRegistrar(InstancePublisher publisher, Function<ServiceName, ConsumerReference> identity) {
		this.publisher = publisher;
		this.identity = identity;
	}

	/**
	 * Registers the application as a consumer of a service, once. Does not wait for the
	 * registry.
	 * @param service the service
	 */
	public synchronized void register(ServiceName service) {
		if (!this.closed) {
			this.registrations.computeIfAbsent(service,
					(name) -> this.publisher.registerConsumer(this.identity.apply(name)));
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.registrations.values().forEach(Subscription::close);
		this.registrations.clear();
	}

}
