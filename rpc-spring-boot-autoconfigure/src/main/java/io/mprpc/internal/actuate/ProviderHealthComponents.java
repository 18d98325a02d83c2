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

package io.mprpc.internal.actuate;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.mprpc.internal.provider.ServiceDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.grpc.server.health.HealthCheckedGrpcComponent;
import org.springframework.boot.grpc.server.health.HealthCheckedGrpcComponents;
import org.springframework.boot.grpc.server.health.StatusAggregator;
import org.springframework.boot.grpc.server.health.StatusMapper;

/**
 * Registration of every provided service with gRPC's health service: by default it knows
 * only the server as a whole, and a client that checks a service by name would find none
 * that serves. A service's health is the server's unless the application configured
 * another.
 * <p>
 * The registry has no part in it: while it is away calls go on, so that gRPC's health
 * must not tell clients to leave.
 *
 * @since 0.1
 */
public final class ProviderHealthComponents implements HealthCheckedGrpcComponents {

	/** Name of the contributor for the connection to the registry. */
	public static final String REGISTRY = "rpcRegistry";

	/** Name of the contributor for this application as a provider. */
	public static final String PROVIDER = "rpcProvider";

	private final HealthCheckedGrpcComponents configured;

	private final Supplier<? extends Iterable<ServiceDefinition>> services;

	/**
	 * Creates the components.
	 * @param configured components that the application configured
	 * @param services its services
	 */
	public ProviderHealthComponents(HealthCheckedGrpcComponents configured,
			Supplier<? extends Iterable<ServiceDefinition>> services) {
		this.configured = configured;
		this.services = services;
	}

	@Override
	public @Nullable HealthCheckedGrpcComponent getServer() {
		HealthCheckedGrpcComponent server = this.configured.getServer();
		return (server != null) ? new Component(server) : null;
	}

	@Override
	public Set<String> getServiceNames() {
		Set<String> names = new TreeSet<>(this.configured.getServiceNames());
		this.services.get().forEach((definition) -> names.add(definition.service().value()));
		return names;
	}

	@Override
	public @Nullable HealthCheckedGrpcComponent getService(String serviceName) {
		HealthCheckedGrpcComponent service = this.configured.getService(serviceName);
		return (service != null) ? new Component(service) : getServer();
	}

	/**
	 * A component whose health the provider always has a part in, and the registry never.
	 */
	private record Component(HealthCheckedGrpcComponent configured) implements HealthCheckedGrpcComponent {

		@Override
		public boolean isMember(String healthContributorName) {
			return healthContributorName.equals(PROVIDER)
					|| (!healthContributorName.equals(REGISTRY) && this.configured.isMember(healthContributorName));
		}

		@Override
		public StatusAggregator getStatusAggregator() {
			return this.configured.getStatusAggregator();
		}

		@Override
		public StatusMapper getStatusMapper() {
			return this.configured.getStatusMapper();
		}

	}

}
