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
 * Makes known in the registry which services this process references. Whoever made this
 * closes it, and it takes everything back.
 *
 * @since 0.1
 */
public final class ConsumerRegistrar implements AutoCloseable {

	private final InstancePublisher publisher;

	private final Function<ServiceName, ConsumerReference> identity;

	private final Map<ServiceName, Subscription> announced = new LinkedHashMap<>();

	private boolean closed;

	/**
	 * Creates the announcer.
	 * @param publisher where to announce
	 * @param identity says who references a service
	 */
	public ConsumerRegistrar(InstancePublisher publisher, Function<ServiceName, ConsumerReference> identity) {
		this.publisher = publisher;
		this.identity = identity;
	}

	/**
	 * Announces a reference unless that is done. Does not wait for the registry.
	 * @param service the service
	 */
	public synchronized void announce(ServiceName service) {
		if (!this.closed) {
			this.announced.computeIfAbsent(service, (name) -> this.publisher.announce(this.identity.apply(name)));
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.announced.values().forEach(Subscription::close);
		this.announced.clear();
	}

}
