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

import io.mprpc.internal.actuate.ProviderHealthComponents;
import io.mprpc.internal.actuate.ProviderHealthIndicator;
import io.mprpc.internal.provider.ProvidedServices;
import io.mprpc.internal.provider.ProviderLifecycle;
import io.mprpc.internal.provider.ServingStatusPublisher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.grpc.server.health.HealthCheckedGrpcComponents;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Contributions of the provider to the health of Spring Boot and of gRPC.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HealthIndicator.class)
class ProviderHealthConfiguration {

	/** {@link ProviderHealthComponents} looks for the name of its contributor. */
	@Bean(ProviderHealthComponents.PROVIDER + "HealthIndicator")
	@ConditionalOnEnabledHealthIndicator(ProviderHealthComponents.PROVIDER)
	@ConditionalOnMissingBean(name = ProviderHealthComponents.PROVIDER + "HealthIndicator")
	ProviderHealthIndicator rpcProviderHealthIndicator(ObjectProvider<ProviderLifecycle> provider,
			ServingStatusPublisher signals) {
		return new ProviderHealthIndicator(provider::getObject, signals);
	}

	@Bean
	static BeanPostProcessor rpcProviderHealthComponents(ObjectProvider<ProvidedServices> services) {
		return new ComponentsPostProcessor(services);
	}

	static final class ComponentsPostProcessor implements BeanPostProcessor {

		private final ObjectProvider<ProvidedServices> services;

		ComponentsPostProcessor(ObjectProvider<ProvidedServices> services) {
			this.services = services;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof HealthCheckedGrpcComponents components)
					? new ProviderHealthComponents(components, () -> this.services.getObject().definitions()) : bean;
		}

	}

}
