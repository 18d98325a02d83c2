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

package io.mprpc.provider;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.mprpc.RpcService;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Reads what the beans that serve gRPC say of themselves, by {@link RpcService} or not at
 * all, and refuses what cannot be registered.
 */
final class ServiceDefinitionReader {

	/** Packages below it belong to gRPC: health, reflection and their like. */
	private static final String GRPC = "grpc.";

	/** What tells of this process's calls is no service of the application's either. */
	private static final String ADMIN = "mprpc.admin.";

	private final ConfigurableListableBeanFactory beans;

	private final ServiceDefaults defaults;

	ServiceDefinitionReader(ConfigurableListableBeanFactory beans, ServiceDefaults defaults) {
		this.beans = beans;
		this.defaults = defaults;
	}

	static boolean isInfrastructure(String service) {
		return service.startsWith(GRPC) || service.startsWith(ADMIN);
	}

	/** Refuses a bean that is annotated as a service and cannot be one. */
	void checkAnnotatedBeans() {
		for (String name : this.beans.getBeanNamesForAnnotation(RpcService.class)) {
			Class<?> type = this.beans.getType(name, false);
			if (type != null && !BindableService.class.isAssignableFrom(type)) {
				throw new InvalidRpcServiceException(
						"Bean " + BeanLabel.of(this.beans, name)
								+ " is annotated with @RpcService but is not a gRPC service: it does not implement "
								+ BindableService.class.getName() + ".",
						"Let the class extend the ...ImplBase class that is generated from the service's .proto, "
								+ "or remove @RpcService from it. A @Bean method has to declare that class, or "
								+ "BindableService, as its return type.");
			}
		}
	}

	/**
	 * Reads definitions.
	 * @param services the services that are served, infrastructure included
	 * @return their definitions without infrastructure
	 */
	List<ServiceDefinition> read(Collection<BindableService> services) {
		Map<BindableService, String> names = beanNames();
		Map<ServiceName, ServiceDefinition> definitions = new LinkedHashMap<>();
		for (BindableService service : services) {
			ServerServiceDefinition bound = service.bindService();
			if (isInfrastructure(bound.getServiceDescriptor().getName())) {
				continue;
			}
			ServiceDefinition definition = definition(names.get(service), service, bound);
			ServiceDefinition other = definitions.put(definition.service(), definition);
			if (other != null) {
				throw twice(other, definition);
			}
		}
		return List.copyOf(definitions.values());
	}

	/**
	 * Definition of a service that no bean stands for, such as one that a customizer
	 * added to the server.
	 */
	ServiceDefinition read(ServerServiceDefinition bound) {
		String name = bound.getServiceDescriptor().getName();
		return new ServiceDefinition(serviceName(name, "A service that was added to the gRPC server"), methods(bound),
				"", this.defaults.register(), this.defaults.version(), this.defaults.weight(), this.defaults.zone(),
				this.defaults.tags());
	}

	static Set<String> methods(ServerServiceDefinition bound) {
		return bound.getMethods()
			.stream()
			.map((method) -> method.getMethodDescriptor().getFullMethodName())
			.map((name) -> name.substring(name.lastIndexOf('/') + 1))
			.collect(Collectors.toUnmodifiableSet());
	}

	private Map<BindableService, String> beanNames() {
		Map<BindableService, String> names = new IdentityHashMap<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, BindableService.class)) {
			names.put(this.beans.getBean(name, BindableService.class), name);
		}
		return names;
	}

	private ServiceDefinition definition(@Nullable String bean, BindableService service,
			ServerServiceDefinition bound) {
		RpcService annotation = (bean != null) ? this.beans.findAnnotationOnBean(bean, RpcService.class) : null;
		String label = (bean != null) ? "Bean " + BeanLabel.of(this.beans, bean) : "A service of " + service.getClass();
		ServiceName name = serviceName(bound.getServiceDescriptor().getName(), label);
		if (annotation == null) {
			return new ServiceDefinition(name, methods(bound), (bean != null) ? bean : "", this.defaults.register(),
					this.defaults.version(), this.defaults.weight(), this.defaults.zone(), this.defaults.tags());
		}
		return new ServiceDefinition(name, methods(bound), (bean != null) ? bean : "",
				annotation.register() && this.defaults.register(),
				text(label, "version", annotation.version(), this.defaults.version()), weight(label, annotation),
				text(label, "zone", annotation.zone(), this.defaults.zone()), tags(label, annotation));
	}

	private int weight(String label, RpcService annotation) {
		if (annotation.weight() > InstanceMetadata.MAX_WEIGHT) {
			throw new InvalidRpcServiceException(
					label + " has @RpcService(weight = " + annotation.weight() + "), which is out of range.",
					"Give it a weight from 0 (no calls) to " + InstanceMetadata.MAX_WEIGHT
							+ ", or leave it out: the default is rpc.server.weight.");
		}
		return (annotation.weight() < 0) ? this.defaults.weight() : annotation.weight();
	}

	private Map<String, String> tags(String label, RpcService annotation) {
		Map<String, String> tags = new TreeMap<>(this.defaults.tags());
		List<String> given = new ArrayList<>();
		for (String tag : annotation.tags()) {
			String resolved = text(label, "tags", tag, "");
			int equals = resolved.indexOf('=');
			if (equals <= 0 || resolved.substring(0, equals).isBlank()) {
				throw new InvalidRpcServiceException(
						label + " has @RpcService(tags = \"" + resolved + "\"), which is not of the form key=value.",
						"Write each tag as key=value, for example tags = \"ring=canary\".");
			}
			String key = resolved.substring(0, equals).trim();
			if (given.contains(key)) {
				throw new InvalidRpcServiceException(label + " has two tags '" + key + "' in its @RpcService.",
						"Keep one of them.");
			}
			given.add(key);
			tags.put(key, resolved.substring(equals + 1).trim());
		}
		return tags;
	}

	private String text(String label, String attribute, String value, String fallback) {
		if (value.isEmpty()) {
			return fallback;
		}
		try {
			String resolved = this.beans.resolveEmbeddedValue(value);
			return (resolved == null || resolved.isEmpty()) ? fallback : resolved;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcServiceException(
					label + " has @RpcService(" + attribute + " = \"" + value + "\"), which cannot be resolved: "
							+ ex.getMessage(),
					"Set the property that it names, or give it a default as in ${name:default}.", ex);
		}
	}

	private static ServiceName serviceName(String name, String label) {
		try {
			return new ServiceName(name);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRpcServiceException(label + " cannot be registered: " + ex.getMessage() + ".",
					"Give the service in its .proto a name such as package.Service, or keep it out of the registry "
							+ "with @RpcService(register = false).",
					ex);
		}
	}

	private InvalidRpcServiceException twice(ServiceDefinition one, ServiceDefinition other) {
		return new InvalidRpcServiceException(
				"Two beans serve " + one.service() + ": " + BeanLabel.of(this.beans, one.bean()) + " and "
						+ BeanLabel.of(this.beans, other.bean()) + ".",
				"Keep one of them, or make one conditional with @Profile or @ConditionalOnProperty. A gRPC server "
						+ "serves each service once.");
	}

}
