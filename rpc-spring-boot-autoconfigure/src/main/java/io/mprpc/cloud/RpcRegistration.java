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

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import org.jspecify.annotations.Nullable;

import org.springframework.cloud.client.serviceregistry.Registration;

/**
 * This application as a registration of Spring Cloud. There is one in an application, and
 * it exists before the application listens: host and port are known when there is an
 * instance.
 * <p>
 * As with other registrations of Spring Cloud, the service id is the application's name
 * and the port is the HTTP port where there is one; the gRPC port stands in the metadata
 * under {@value ApplicationInstance#GRPC_PORT}.
 *
 * @since 0.1
 */
public final class RpcRegistration implements Registration {

	private final String application;

	private final Supplier<String> host;

	private volatile InstanceStatus wanted = InstanceStatus.UP;

	private volatile @Nullable ProviderInstance instance;

	private volatile Map<String, String> metadata = Map.of();

	private volatile @Nullable Publication publication;

	/**
	 * Creates a registration without an instance.
	 * @param application name of the application
	 * @param host host to tell while there is no instance
	 */
	public RpcRegistration(String application, Supplier<String> host) {
		this.application = application;
		this.host = host;
	}

	/**
	 * The instance that is or can be registered.
	 * @return the instance, {@code null} while the application does not listen
	 */
	public @Nullable ProviderInstance instance() {
		Publication current = this.publication;
		return (current != null) ? current.instance() : this.instance;
	}

	/**
	 * State of the registration.
	 * @return the publication, {@code null} while nothing is registered
	 */
	public @Nullable Publication publication() {
		return this.publication;
	}

	/**
	 * Takes the instance to register next.
	 */
	public void become(ProviderInstance newInstance) {
		Map<String, String> properties = new ConcurrentSkipListMap<>(newInstance.properties());
		properties.put(ApplicationInstance.GRPC_PORT, String.valueOf(newInstance.endpoint().port()));
		this.metadata = properties;
		this.instance = newInstance;
	}

	/**
	 * The instance with the added metadata, and the status that it shall have.
	 */
	@Nullable ProviderInstance toPublish() {
		ProviderInstance current = this.instance;
		return (current != null) ? new ProviderInstance(current.application(), current.endpoint(), current.services(),
				current.metadata(), this.metadata)
			.withStatus(this.wanted) : null;
	}

	void published(Publication newPublication) {
		this.publication = newPublication;
	}

	void withdrawn() {
		this.publication = null;
	}

	/** Takes the status that an operator set, kept until the process ends. */
	void want(InstanceStatus status) {
		this.wanted = status;
	}

	/** Status that an operator set last. */
	InstanceStatus wanted() {
		return this.wanted;
	}

	@Override
	public String getInstanceId() {
		ProviderInstance current = instance();
		return (current != null) ? current.id() : this.application;
	}

	@Override
	public String getServiceId() {
		return this.application;
	}

	@Override
	public String getHost() {
		ProviderInstance current = instance();
		return (current != null) ? current.endpoint().host() : this.host.get();
	}

	@Override
	public int getPort() {
		ProviderInstance current = instance();
		if (current == null) {
			return 0;
		}
		Map<String, Integer> ports = current.metadata().ports();
		return ports.getOrDefault("http", ports.getOrDefault("https", current.endpoint().port()));
	}

	@Override
	public boolean isSecure() {
		ProviderInstance current = instance();
		return current != null && !current.metadata().ports().containsKey("http")
				&& current.metadata().ports().containsKey("https");
	}

	@Override
	public URI getUri() {
		return RpcServiceInstance.uri(isSecure(), getHost(), getPort());
	}

	/**
	 * Metadata of the application's entry in the registry. Entries that are added before
	 * it is registered, as by a
	 * {@link org.springframework.cloud.client.serviceregistry.RegistrationLifecycle}, is
	 * registered with it.
	 */
	@Override
	public Map<String, String> getMetadata() {
		return this.metadata;
	}

	@Override
	public String toString() {
		ProviderInstance current = instance();
		return this.application + ((current != null) ? " at " + current.endpoint() : " (not listening)");
	}

}
