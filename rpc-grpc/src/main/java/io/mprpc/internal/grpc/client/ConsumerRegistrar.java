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
import java.util.concurrent.CompletableFuture;

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registry of this process as a consumer of the services that it references. Its creator
 * closes it, which ends all registrations.
 *
 * @since 0.1
 */
public final class ConsumerRegistrar implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ConsumerRegistrar.class);

	private final InstancePublisher publisher;

	private final ConsumerIdentity identity;

	private final Map<ServiceName, Subscription> registrations = new LinkedHashMap<>();

	private boolean closed;

	/**
	 * Creates the registrar.
	 * @param publisher publisher to register with
	 * @param identity identity of this process
	 */
	public ConsumerRegistrar(InstancePublisher publisher, ConsumerIdentity identity) {
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
			this.registrations.computeIfAbsent(service, this::begin);
		}
	}

	// The first key of a JVM takes long enough that a start should not wait for it.
	private Subscription begin(ServiceName service) {
		CompletableFuture<ConsumerReference> reference = this.identity.reference(service);
		if (reference.isDone()) {
			return this.publisher.registerConsumer(reference.join());
		}
		CompletableFuture<@Nullable Subscription> begun = reference
			.<@Nullable Subscription>thenApply(this.publisher::registerConsumer)
			.exceptionally((ex) -> {
				logger.warn("The reference to " + service + " cannot be registered", ex);
				return null;
			});
		return () -> begun.thenAccept((subscription) -> {
			if (subscription != null) {
				subscription.close();
			}
		});
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		this.registrations.values().forEach(Subscription::close);
		this.registrations.clear();
	}

}
