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

package io.mprpc.internal.provider;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.grpc.Server;
import io.mprpc.internal.grpc.server.InstanceIdentity;
import io.mprpc.internal.grpc.server.ServerAddress;
import io.mprpc.internal.registry.LocalInstances;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.ProviderInstance;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Lifecycle that publishes this application's services after its gRPC server listens, and
 * withdraws them before the server stops. A bean of it has to depend on the beans that
 * start and stop servers, because none stops earlier than those by its phase.
 *
 * @since 0.1
 */
public final class ProviderLifecycle implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ProviderLifecycle.class);

	private final ProvidedServices services;

	private final InstanceAssembler assembler;

	private final InstanceIdentity identity;

	private final LocalInstances local;

	private final InstancePublisher publisher;

	private final ServingStatusPublisher signals;

	private final GracefulDeregistration deregistration;

	private volatile State state = State.STOPPED;

	private volatile @Nullable Publication publication;

	private boolean due;

	private @Nullable ServerAddress address;

	private boolean accepting;

	private @Nullable ProviderInstance serving;

	/**
	 * Creates a lifecycle.
	 * @param services the provided services
	 * @param assembler makes an instance of it
	 * @param identity answers which instance this process is
	 * @param local lets this process call its own services
	 * @param publisher where to publish
	 * @param signals publisher of the serving status
	 * @param deregistration how to withdraw
	 * @param due whether to publish as soon as a server listens; if not, when
	 * {@link #applicationReady()} is called
	 */
	public ProviderLifecycle(ProvidedServices services, InstanceAssembler assembler, InstanceIdentity identity,
			LocalInstances local, InstancePublisher publisher, ServingStatusPublisher signals,
			GracefulDeregistration deregistration, boolean due) {
		this.services = services;
		this.assembler = assembler;
		this.identity = identity;
		this.local = local;
		this.publisher = publisher;
		this.signals = signals;
		this.deregistration = deregistration;
		this.due = due;
	}

	/**
	 * The publication.
	 * @return the publication, {@code null} while there is none
	 */
	public @Nullable Publication publication() {
		return this.publication;
	}

	/**
	 * To be called when the application is ready. From then on a restarted context
	 * publishes as soon as its server listens.
	 */
	public synchronized void applicationReady() {
		this.due = true;
		publishIfDue();
	}

	/**
	 * To be called when a server listens.
	 * @param server the server
	 */
	public synchronized void serverStarted(Server server) {
		ServerAddress found = ServerAddress.of(server);
		if (found == null) {
			logger.debug("A gRPC server without a TCP port is not registered");
		}
		else {
			serverStarted(found);
		}
	}

	/**
	 * To be called when something listens that serves gRPC.
	 * @param found where
	 */
	public synchronized void serverStarted(ServerAddress found) {
		ServerAddress known = this.address;
		if (known != null) {
			logger.warn("A second gRPC server listens on port " + found.port() + "; only the first, on port "
					+ known.port() + ", is registered");
			return;
		}
		this.address = found;
		publishIfDue();
	}

	@Override
	public synchronized void start() {
		if (this.state == State.STOPPED) {
			this.state = State.STARTED;
			publishIfDue();
		}
	}

	@Override
	public void stop() {
		Publication published;
		boolean served;
		synchronized (this) {
			if (this.state == State.STOPPED || this.state == State.DRAINING) {
				return;
			}
			this.state = State.DRAINING;
			published = this.publication;
			served = this.address != null;
		}
		this.local.stop();
		// Without the lock, so that others can look while it takes its time.
		if (published != null) {
			this.deregistration.withdraw(published);
		}
		else if (served) {
			this.deregistration.withdraw();
		}
		synchronized (this) {
			this.publication = null;
			this.address = null;
			this.accepting = false;
			this.serving = null;
			this.state = State.STOPPED;
		}
	}

	@Override
	public boolean isRunning() {
		return this.state != State.STOPPED;
	}

	/** The phase of gRPC servers, after which there is none. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	private void publishIfDue() {
		ServerAddress where = this.address;
		if (this.state != State.STARTED || where == null) {
			return;
		}
		List<ServiceDefinition> served = (where.services() != null) ? this.services.servedBy(where.services())
				: this.services.definitions();
		if (!this.accepting) {
			this.accepting = true;
			this.signals.accept(names(served));
			serve(where, served);
		}
		if (!this.due) {
			return;
		}
		this.state = State.PUBLISHED;
		ProviderInstance begun = this.serving;
		if (begun == null) {
			logger.info("There is no gRPC service to register");
			return;
		}
		ProviderInstance instance = this.assembler.registering(begun);
		logger.info("Registering " + instance.services().size() + " gRPC services at " + instance.endpoint());
		try {
			this.publication = this.publisher.publish(instance);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcServiceException(
					"Application '" + instance.application() + "' at " + instance.endpoint() + " cannot be registered: "
							+ ex.getMessage(),
					"Correct the value that the message names: spring.application.name, the services' names, or their tags.",
					ex);
		}
	}

	private void serve(ServerAddress where, List<ServiceDefinition> served) {
		List<ServiceDefinition> registered = served.stream()
			.filter((definition) -> definition.register() && !definition.methods().isEmpty())
			.toList();
		if (registered.isEmpty()) {
			return;
		}
		ProviderInstance begun = this.assembler.assemble(where, registered, this.identity.isBoundTo(where));
		this.serving = begun;
		// Consumers that learn of the instance may ask immediately.
		this.identity.register(begun.metadata().uuid());
		this.local.serve(begun);
	}

	private static Set<String> names(List<ServiceDefinition> definitions) {
		return definitions.stream().map((definition) -> definition.service().value()).collect(Collectors.toSet());
	}

	private enum State {

		/** No server of this context takes calls. */
		STOPPED,

		/** Servers start or have started; the due time is awaited. */
		STARTED,

		/** All is published that is to be. */
		PUBLISHED,

		/** Consumers are asked to go. */
		DRAINING

	}

}
