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

package io.mprpc.autoconfigure.provider;

import java.util.List;

import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.cloud.RpcRegistration;
import io.mprpc.cloud.RpcServiceRegistry;
import io.mprpc.internal.cloud.RegisteringPublisher;
import io.mprpc.internal.configuration.ApplicationName;
import io.mprpc.registry.InstancePublisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.serviceregistry.AutoServiceRegistration;
import org.springframework.cloud.client.serviceregistry.RegistrationLifecycle;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Spring Cloud's
 * {@code ServiceRegistry} and {@code Registration} of providers.
 * <p>
 * Spring Cloud injects one of each. So that an application can also use another registry
 * of Spring Cloud, ours are fallbacks: they step back where there is another.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { RpcRegistryAutoConfiguration.class, UtilAutoConfiguration.class },
		before = ServiceRegistryAutoConfiguration.class)
@ConditionalOnClass(ServiceRegistry.class)
@ConditionalOnBean(InstancePublisher.class)
@EnableConfigurationProperties(RpcServerProperties.class)
public final class RpcServiceRegistryAutoConfiguration {

	@Bean
	@Fallback
	RpcServiceRegistry rpcServiceRegistry(InstancePublisher publisher) {
		return new RpcServiceRegistry(publisher);
	}

	@Bean
	@Fallback
	RpcRegistration rpcRegistration(RpcServerProperties properties, ObjectProvider<InetUtils> inetUtils,
			Environment environment) {
		ProviderSettingsFactory settings = new ProviderSettingsFactory(properties);
		return new RpcRegistration(ApplicationName.of(environment),
				() -> settings.host(inetUtils.getIfAvailable(() -> new InetUtils(new InetUtilsProperties())))
					.host(null));
	}

	/**
	 * Marker for Spring Cloud that there is a registration.
	 */
	@Bean
	@Fallback
	AutoServiceRegistration rpcAutoServiceRegistration() {
		return new AutoServiceRegistration() {
		};
	}

	/**
	 * Not a candidate where a publisher is wanted: it is the one that it publishes by.
	 */
	@Bean(defaultCandidate = false)
	RegisteringPublisher rpcRegisteringPublisher(InstancePublisher publisher, RpcServiceRegistry registry,
			RpcRegistration registration, ObjectProvider<RegistrationLifecycle<? super RpcRegistration>> hooks,
			ApplicationEventPublisher events, Environment environment) {
		List<RegistrationLifecycle<? super RpcRegistration>> ordered = hooks.orderedStream().toList();
		boolean automatic = environment.getProperty("spring.cloud.service-registry.auto-registration.enabled",
				Boolean.class, true);
		return new RegisteringPublisher(publisher, registry, registration, ordered, events, automatic);
	}

}
