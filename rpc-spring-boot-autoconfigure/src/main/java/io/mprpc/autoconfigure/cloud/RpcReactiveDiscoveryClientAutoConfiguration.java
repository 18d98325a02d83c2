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

package io.mprpc.autoconfigure.cloud;

import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.cloud.RpcReactiveDiscoveryClient;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.composite.reactive.ReactiveCompositeDiscoveryClientAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Spring Cloud's {@code ReactiveDiscoveryClient}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { RpcRegistryAutoConfiguration.class, RpcDiscoveryClientAutoConfiguration.class },
		before = { ReactiveCompositeDiscoveryClientAutoConfiguration.class,
				ReactiveCommonsClientAutoConfiguration.class })
@ConditionalOnClass({ ReactiveDiscoveryClient.class, Flux.class })
@ConditionalOnReactiveDiscoveryEnabled
@ConditionalOnRpcDiscovery
@EnableConfigurationProperties(RpcDiscoveryProperties.class)
public final class RpcReactiveDiscoveryClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RpcReactiveDiscoveryClient rpcReactiveDiscoveryClient(InstanceDirectory services, ApplicationDirectory applications,
			RpcDiscoveryProperties properties) {
		return new RpcReactiveDiscoveryClient(services, applications,
				PropertyRules.notNegative("rpc.discovery.initial-timeout", properties.getInitialTimeout()),
				properties.getOrder());
	}

}
