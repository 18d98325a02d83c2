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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.grpc.ServerServiceDefinition;
import io.mprpc.internal.grpc.server.InfrastructureServices;
import io.mprpc.registry.ServiceName;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;
import org.springframework.grpc.server.service.GrpcServiceSpec;

/**
 * The services that this application provides: read once when all beans exist, before any
 * server starts, so that a mistake ends the start with a message.
 *
 * @since 0.1
 */
public final class ProvidedServices implements SmartInitializingSingleton {

	private final ServiceDefinitionReader reader;

	private final UnservedBeans unserved;

	private final ObjectProvider<GrpcServiceDiscoverer> discoverer;

	private volatile List<ServiceDefinition> definitions = List.of();

	/**
	 * Creates the catalogue.
	 * @param beans where the beans are
	 * @param defaults values for services that set none
	 * @param discoverer finder of Spring Boot's services; absent without a gRPC server
	 */
	public ProvidedServices(ConfigurableListableBeanFactory beans, ServiceDefaults defaults,
			ObjectProvider<GrpcServiceDiscoverer> discoverer) {
		ServiceBeans serviceBeans = new ServiceBeans(beans);
		this.reader = new ServiceDefinitionReader(serviceBeans, defaults);
		this.unserved = new UnservedBeans(serviceBeans);
		this.discoverer = discoverer;
	}

	/**
	 * Reads and checks.
	 * @throws InvalidRpcServiceException if a bean cannot be provided as it is
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.reader.checkAnnotatedBeans();
		GrpcServiceDiscoverer finder = this.discoverer.getIfAvailable();
		if (finder != null) {
			this.definitions = this.reader.read(finder.findServices().stream().map(GrpcServiceSpec::service).toList());
		}
		this.unserved.warn(finder != null);
	}

	/**
	 * All services that the beans serve, without gRPC's own such as health and
	 * reflection.
	 * @return the definitions, empty before all beans exist
	 */
	public List<ServiceDefinition> definitions() {
		return this.definitions;
	}

	/**
	 * The services of them that a running server really serves: a filter may have taken a
	 * service away, a customizer may have added one.
	 * @param served services of the server
	 * @return the definitions with the server's methods
	 */
	List<ServiceDefinition> servedBy(Collection<ServerServiceDefinition> served) {
		Map<ServiceName, ServiceDefinition> known = new TreeMap<>();
		this.definitions.forEach((definition) -> known.put(definition.service(), definition));
		return served.stream().<ServiceDefinition>mapMulti((bound, found) -> {
			String name = bound.getServiceDescriptor().getName();
			ServiceDefinition definition = known.get(new ServiceName(name));
			if (definition != null) {
				found.accept(definition.withMethods(ServiceDefinitionReader.methods(bound)));
			}
			else if (!InfrastructureServices.includes(name)) {
				found.accept(this.reader.read(bound));
			}
		}).toList();
	}

}
