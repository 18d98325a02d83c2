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

package io.mprpc.cloud;

import java.util.Locale;

import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.util.Assert;

/**
 * Service registry that registers this application by an {@link InstancePublisher}. Does
 * what {@code /actuator/serviceregistry} asks: {@code UP} and {@code OUT_OF_SERVICE} take
 * effect at consumers immediately. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class RpcServiceRegistry implements ServiceRegistry<RpcRegistration> {

	/** Status of a registration that consumers cannot see. */
	private static final String DOWN = "DOWN";

	private static final Logger logger = LoggerFactory.getLogger(RpcServiceRegistry.class);

	private final InstancePublisher publisher;

	// Held while a status is written, so that the last one that was set is written last.
	private final Object statusLock = new Object();

	private @Nullable RpcRegistration registered;

	/**
	 * Creates a registry.
	 * @param publisher where to publish
	 */
	public RpcServiceRegistry(InstancePublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Registers, with the status that was last set. Returns without waiting; what is
	 * registered already is left as it is.
	 * @param registration the registration
	 * @throws IllegalStateException if the application does not listen yet
	 */
	@Override
	public synchronized void register(@Nullable RpcRegistration registration) {
		Assert.notNull(registration, "A registration is required");
		if (registration.publication() != null) {
			return;
		}
		ProviderInstance instance = registration.toPublish();
		if (instance == null) {
			throw new IllegalStateException("Application '" + registration.getServiceId()
					+ "' cannot be registered before its gRPC server listens");
		}
		Publication publication = this.publisher.publish(instance);
		registration.published(publication);
		this.registered = registration;
		if (instance.metadata().status() != registration.wanted()) {
			// Set meanwhile, when there was no publication to write it to.
			writeStatus(registration, publication);
		}
	}

	/**
	 * Withdraws. Waits until consumers can see it, at most for the registry's operation
	 * timeout.
	 * @param registration the registration
	 */
	@Override
	public synchronized void deregister(@Nullable RpcRegistration registration) {
		Publication publication = (registration != null) ? registration.publication() : null;
		if (registration != null && publication != null) {
			registration.withdrawn();
			publication.close();
			this.registered = null;
		}
	}

	/**
	 * Withdraws remaining registrations.
	 */
	@Override
	public void close() {
		deregister(this.registered);
	}

	/**
	 * Sets the status. Waits until it is written, at most for the registry's operation
	 * timeout. It is kept if the application is registered later or again.
	 * @param registration whose status
	 * @param status {@code UP}, {@code OUT_OF_SERVICE}, or {@code DOWN}, which means the
	 * same as {@code OUT_OF_SERVICE} here; in any case
	 * @throws IllegalArgumentException if the status is another
	 */
	@Override
	public void setStatus(RpcRegistration registration, String status) {
		InstanceStatus wanted = parse(status);
		registration.want(wanted);
		Publication publication = registration.publication();
		if (publication == null) {
			logger.info("Status " + wanted + " takes effect when '" + registration.getServiceId() + "' is registered");
		}
		else {
			writeStatus(registration, publication);
		}
	}

	private void writeStatus(RpcRegistration registration, Publication publication) {
		synchronized (this.statusLock) {
			InstanceStatus wanted = registration.wanted();
			if (publication.status(wanted)) {
				logger.info("Status of " + registration + " is " + wanted);
			}
			else if (publication.instance().metadata().status() == InstanceStatus.DRAINING) {
				logger.warn("Status " + wanted + " is not set: " + registration + " is shutting down");
			}
			else {
				logger.warn("Status " + wanted + " of " + registration
						+ " is not written yet: it will be as soon as the registry is in reach");
			}
		}
	}

	/**
	 * The status that consumers see.
	 * @param registration whose status
	 * @return {@code UP}, {@code OUT_OF_SERVICE}, {@code DRAINING}, or {@code DOWN} if it
	 * is not registered
	 */
	@Override
	@SuppressWarnings("unchecked")
	public String getStatus(RpcRegistration registration) {
		Publication publication = registration.publication();
		return (publication != null) ? publication.instance().metadata().status().name() : DOWN;
	}

	private static InstanceStatus parse(String status) {
		return switch (status.trim().toUpperCase(Locale.ROOT)) {
			case "UP" -> InstanceStatus.UP;
			case "OUT_OF_SERVICE", DOWN -> InstanceStatus.OUT_OF_SERVICE;
			default -> throw new IllegalArgumentException(
					"Status '" + status + "' is unknown: set UP, OUT_OF_SERVICE or DOWN");
		};
	}

}
