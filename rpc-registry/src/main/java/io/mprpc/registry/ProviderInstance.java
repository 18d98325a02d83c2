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

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mprpc.internal.input.RegistryLimits;

/**
 * All that one application publishes at one endpoint: it comes and goes as a whole.
 *
 * @param application name of the application, not blank
 * @param endpoint where it takes calls
 * @param services the services it offers there, each with the same endpoint
 * @param metadata its metadata as an application
 * @param properties further metadata for users of the application's entry
 * @since 0.1
 */
public record ProviderInstance(String application, Endpoint endpoint, List<RpcInstance> services,
		InstanceMetadata metadata, Map<String, String> properties) {

	/**
	 * Checks that all services have the instance's endpoint.
	 * @throws IllegalArgumentException if the application is blank or a service stands at
	 * another endpoint
	 */
	public ProviderInstance {
		Objects.requireNonNull(endpoint, "endpoint");
		Objects.requireNonNull(metadata, "metadata");
		if (application.isBlank()) {
			throw new IllegalArgumentException("An application name must not be blank");
		}
		RegistryLimits.name("the application", application);
		services = List.copyOf(services);
		properties = Map.copyOf(properties);
		for (RpcInstance service : services) {
			if (service.methods().size() > RegistryLimits.METHODS) {
				throw new IllegalArgumentException("Service " + service.service() + " has " + service.methods().size()
						+ " methods, more than " + RegistryLimits.METHODS);
			}
			service.methods().forEach((method) -> RegistryLimits.name("a method of " + service.service(), method));
			if (!service.endpoint().equals(endpoint)) {
				throw new IllegalArgumentException("Service " + service.service() + " stands at " + service.endpoint()
						+ " but its instance at " + endpoint);
			}
		}
	}

	/**
	 * Identity of the instance.
	 * @return its UUID, or its endpoint if it has none
	 */
	public String id() {
		String uuid = this.metadata.uuid();
		return (uuid != null) ? uuid : this.endpoint.toString();
	}

	/**
	 * The same with another status, in the application and in each service.
	 * @param status the status
	 * @return the changed instance
	 */
	public ProviderInstance withStatus(InstanceStatus status) {
		List<RpcInstance> changed = this.services.stream()
			.map((service) -> service.withMetadata(service.metadata().withStatus(status)))
			.toList();
		return new ProviderInstance(this.application, this.endpoint, changed, this.metadata.withStatus(status),
				this.properties);
	}

}
