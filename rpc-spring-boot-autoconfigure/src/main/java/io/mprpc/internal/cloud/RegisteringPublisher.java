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

package io.mprpc.internal.cloud;

import java.util.List;
import java.util.function.Consumer;

import io.mprpc.cloud.RpcRegistration;
import io.mprpc.cloud.RpcServiceRegistry;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.cloud.client.discovery.event.InstancePreRegisteredEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publisher that registers the application's instance as Spring Cloud does: through the
 * service registry, with the hooks and events that its users know.
 *
 * @since 0.1
 */
public final class RegisteringPublisher implements InstancePublisher {

	private static final Logger logger = LoggerFactory.getLogger(RegisteringPublisher.class);

	private final InstancePublisher publisher;

	private final RpcServiceRegistry registry;

	private final RpcRegistration registration;

	private final List<RegistrationLifecycle<? super RpcRegistration>> hooks;

	private final ApplicationEventPublisher events;

	private final boolean automatic;

	/**
	 * Creates a publisher.
	 * @param publisher where consumer references go
	 * @param registry where the instance goes
	 * @param registration the application's registration
	 * @param hooks listeners that take part in it, in order
	 * @param events where events go
	 * @param automatic whether to register; if not, the registration only learns what
	 * there is to register, and the application calls the registry itself
	 */
	public RegisteringPublisher(InstancePublisher publisher, RpcServiceRegistry registry, RpcRegistration registration,
			List<RegistrationLifecycle<? super RpcRegistration>> hooks, ApplicationEventPublisher events,
			boolean automatic) {
		this.publisher = publisher;
		this.registry = registry;
		this.registration = registration;
		this.hooks = List.copyOf(hooks);
		this.events = events;
		this.automatic = automatic;
	}

	@Override
	public Publication publish(ProviderInstance instance) {
		this.registration.become(instance);
		if (this.automatic) {
			this.hooks.forEach((hook) -> hook.postProcessBeforeStartRegister(this.registration));
			this.events.publishEvent(new InstancePreRegisteredEvent(this, this.registration));
			this.registry.register(this.registration);
			this.hooks.forEach((hook) -> hook.postProcessAfterStartRegister(this.registration));
			this.events.publishEvent(new InstanceRegisteredEvent<>(this, this.registration));
		}
		return new RegisteredPublication(instance);
	}

	@Override
	public Subscription registerConsumer(ConsumerReference reference) {
		return this.publisher.registerConsumer(reference);
	}

	/**
	 * Follows the registration, which others may end and begin again.
	 */
	private final class RegisteredPublication implements Publication {

		private final ProviderInstance assembled;

		RegisteredPublication(ProviderInstance assembled) {
			this.assembled = assembled;
		}

		@Override
		public ProviderInstance instance() {
			ProviderInstance current = RegisteringPublisher.this.registration.instance();
			return (current != null) ? current : this.assembled;
		}

		@Override
		public State state() {
			Publication current = RegisteringPublisher.this.registration.publication();
			return (current != null) ? current.state() : State.WITHDRAWN;
		}

		@Override
		public String reason() {
			Publication current = RegisteringPublisher.this.registration.publication();
			return (current != null) ? current.reason() : "";
		}

		@Override
		public boolean status(InstanceStatus status) {
			Publication current = RegisteringPublisher.this.registration.publication();
			return current != null && current.status(status);
		}

		@Override
		public void close() {
			RpcRegistration registration = RegisteringPublisher.this.registration;
			if (registration.publication() == null) {
				return;
			}
			tell((hook) -> hook.postProcessBeforeStopRegister(registration));
			RegisteringPublisher.this.registry.deregister(registration);
			tell((hook) -> hook.postProcessAfterStopRegister(registration));
		}

		private void tell(Consumer<RegistrationLifecycle<? super RpcRegistration>> end) {
			for (RegistrationLifecycle<? super RpcRegistration> hook : RegisteringPublisher.this.hooks) {
				try {
					end.accept(hook);
				}
				catch (RuntimeException ex) {
					// A hook that fails must not keep the instance in the registry.
					logger.warn("A registration hook failed: " + hook, ex);
				}
			}
		}

	}

}
