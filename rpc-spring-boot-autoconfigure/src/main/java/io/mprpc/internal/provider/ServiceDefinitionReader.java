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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.mprpc.RpcService;
import io.mprpc.internal.grpc.server.InfrastructureServices;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Reader of the definitions of services from the beans that serve gRPC, with
 * {@link RpcService} or without, which refuses those that cannot be registered.
 */
final class ServiceDefinitionReader {

	private static final Logger logger = LoggerFactory.getLogger(ServiceDefinitionReader.class);

	private final ServiceBeans beans;

	private final ServiceDefaults defaults;

	private final ServiceAttributes attributes;

	ServiceDefinitionReader(ServiceBeans beans, ServiceDefaults defaults) {
		this.beans = beans;
		this.defaults = defaults;
		this.attributes = new ServiceAttributes(beans, defaults);
	}

	/** Refuses a bean that is annotated as a service and cannot be one. */
	void checkAnnotatedBeans() {
		for (String name : this.beans.annotatedNames()) {
			Class<?> type = this.beans.type(name);
			if (type != null && !BindableService.class.isAssignableFrom(type)) {
				throw new InvalidRpcServiceException(
						"Bean " + this.beans.label(name)
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
		Map<BindableService, String> names = this.beans.namesByInstance();
		Map<ServiceName, ServiceDefinition> definitions = new LinkedHashMap<>();
		Set<String> infrastructure = new TreeSet<>();
		for (BindableService service : services) {
			ServedBean bean = servedBean(service, names);
			String name = bean.bound().getServiceDescriptor().getName();
			if (bean.annotation() == null && InfrastructureServices.includes(name)) {
				infrastructure.add(name);
				continue;
			}
			ServiceDefinition definition = definition(bean);
			ServiceDefinition other = definitions.put(definition.service(), definition);
			if (other != null) {
				throw twice(other, definition);
			}
		}
		if (!infrastructure.isEmpty()) {
			logger.info("Served without being registered, because they are infrastructure: "
					+ String.join(", ", infrastructure));
		}
		definitions.values().forEach(this::logUnimplemented);
		return definitions.values().stream().map((each) -> each.withMethods(each.methods())).toList();
	}

	private ServedBean servedBean(BindableService service, Map<BindableService, String> names) {
		ServerServiceDefinition bound = service.bindService();
		String bean = names.get(service);
		String label = (bean != null) ? "Bean " + this.beans.label(bean)
				: "A service of " + ClassUtils.getUserClass(service);
		if (bound == null) {
			throw ServiceBeanValidator.mock(label);
		}
		if (bean == null) {
			// It stands behind a scoped proxy, or something stands around it.
			List<String> serving = names.entrySet()
				.stream()
				.filter((entry) -> name(entry.getKey()).equals(bound.getServiceDescriptor().getName()))
				.map(Map.Entry::getValue)
				.toList();
			bean = (serving.size() == 1) ? serving.get(0) : null;
		}
		RpcService annotation = (bean != null) ? this.beans.annotation(bean) : null;
		return new ServedBean(service, bound, (bean != null) ? bean : "", label, annotation);
	}

	private static String name(BindableService service) {
		ServerServiceDefinition bound = service.bindService();
		return (bound != null) ? bound.getServiceDescriptor().getName() : "";
	}

	/**
	 * Definition of a service that no bean stands for, such as one that a customizer
	 * added to the server.
	 */
	ServiceDefinition read(ServerServiceDefinition bound) {
		String name = bound.getServiceDescriptor().getName();
		return new ServiceDefinition(serviceName(name, "A service that was added to the gRPC server"), methods(bound),
				Set.of(), "", this.defaults.register(), this.defaults.version(), this.defaults.weight(),
				this.defaults.zone(), this.defaults.tags());
	}

	static Set<String> methods(ServerServiceDefinition bound) {
		return bound.getMethods()
			.stream()
			.map((method) -> method.getMethodDescriptor().getFullMethodName())
			.map((name) -> name.substring(name.lastIndexOf('/') + 1))
			.collect(Collectors.toUnmodifiableSet());
	}

	private ServiceDefinition definition(ServedBean bean) {
		Class<?> type = bean.userClass();
		if (AopUtils.isJdkDynamicProxy(bean.service()) && HandlerMethods.areInherited(type)) {
			throw jdkProxy(bean);
		}
		ServiceName name = serviceName(bean.bound().getServiceDescriptor().getName(), bean.label());
		RpcService annotation = bean.annotation();
		boolean all = this.defaults.registerUnimplementedMethods()
				|| (annotation != null && annotation.registerUnimplementedMethods());
		Set<String> methods = methods(bean.bound());
		Set<String> unimplemented = (all) ? Set.of() : HandlerMethods.unimplemented(type, methods);
		return (annotation != null)
				? new ServiceDefinition(name, methods, unimplemented, bean.name(),
						annotation.register() && this.defaults.register(),
						this.attributes.text(bean.label(), "version", annotation.version(), this.defaults.version()),
						this.attributes.weight(bean.label(), annotation),
						this.attributes.text(bean.label(), "zone", annotation.zone(), this.defaults.zone()),
						this.attributes.tags(bean.label(), annotation))
				: new ServiceDefinition(name, methods, unimplemented, bean.name(), this.defaults.register(),
						this.defaults.version(), this.defaults.weight(), this.defaults.zone(), this.defaults.tags());
	}

	private void logUnimplemented(ServiceDefinition definition) {
		if (!definition.register() || definition.unimplemented().isEmpty()) {
			return;
		}
		if (definition.unimplemented().containsAll(definition.methods())) {
			logger.warn(StringUtils.capitalize(label(definition)) + " overrides no method of " + definition.service()
					+ ", which is not registered: each of its methods answers UNIMPLEMENTED");
		}
		else {
			logger.info(StringUtils.capitalize(label(definition)) + " does not override "
					+ String.join(", ", new TreeSet<>(definition.unimplemented())) + " of " + definition.service()
					+ ": these methods answer UNIMPLEMENTED and are not registered. "
					+ "If they are answered in another way, set @RpcService(registerUnimplementedMethods = true).");
		}
	}

	private static InvalidRpcServiceException jdkProxy(ServedBean bean) {
		return new InvalidRpcServiceException(
				bean.label() + " is a JDK proxy: its gRPC methods are bound to the object behind the proxy, so that "
						+ "transactions, security and other advice on them would be skipped.",
				"Let the proxy be a subclass: remove spring.aop.proxy-target-class=false, and proxyTargetClass = false "
						+ "of an @Enable... annotation.");
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
		if (!one.bean().isEmpty() && one.bean().equals(other.bean())) {
			return ServiceBeanValidator.scoped("Bean " + this.beans.label(one.bean()) + " is a scoped proxy. A gRPC "
					+ "server would serve " + one.service() + " twice: by the proxy and by bean '"
					+ ScopedProxyUtils.getTargetBeanName(one.bean()) + "' behind it.");
		}
		return new InvalidRpcServiceException(
				"Two beans serve " + one.service() + ": " + label(one) + " and " + label(other) + ".",
				"Keep one of them, or make one conditional with @Profile or @ConditionalOnProperty. A gRPC server "
						+ "serves each service once.");
	}

	private String label(ServiceDefinition definition) {
		return definition.bean().isEmpty() ? "a service that is no bean"
				: "bean " + this.beans.label(definition.bean());
	}

	/**
	 * A service that a server serves, and the bean that stands for it.
	 *
	 * @param service the service
	 * @param bound its service
	 * @param name name of the bean, empty if there is none
	 * @param label how messages name it
	 * @param annotation annotation of the bean
	 */
	private record ServedBean(BindableService service, ServerServiceDefinition bound, String name, String label,
			@Nullable RpcService annotation) {

		Class<?> userClass() {
			return ClassUtils.getUserClass(AopUtils.getTargetClass(this.service));
		}

	}

}
