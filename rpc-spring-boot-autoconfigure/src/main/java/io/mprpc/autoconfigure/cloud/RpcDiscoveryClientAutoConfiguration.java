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
import io.mprpc.cloud.RpcDiscoveryClient;
import io.mprpc.internal.cloud.HeartbeatPublisher;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.composite.CompositeDiscoveryClientAutoConfiguration;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Spring Cloud's
 * {@code DiscoveryClient}, and the events that follow changes.
 *
 * @since 0.1
 */
@AutoConfiguration(after = RpcRegistryAutoConfiguration.class,
		before = { CompositeDiscoveryClientAutoConfiguration.class, SimpleDiscoveryClientAutoConfiguration.class,
				CommonsClientAutoConfiguration.class })
@ConditionalOnClass(DiscoveryClient.class)
@ConditionalOnRpcDiscovery
@EnableConfigurationProperties(RpcDiscoveryProperties.class)
public final class RpcDiscoveryClientAutoConfiguration {

	/** For reactive clients too. */
	@Bean
	HeartbeatPublisher rpcHeartbeatPublisher(InstanceDirectory services, ApplicationDirectory applications,
			ApplicationEventPublisher events, RpcDiscoveryProperties properties) {
		return new HeartbeatPublisher(services, applications, events,
				PropertyRules.notNegative("rpc.discovery.heartbeat-window", properties.getHeartbeatWindow()));
	}

	/**
	 * The blocking client.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBlockingDiscoveryEnabled
	static class BlockingConfiguration {

		@Bean
		@ConditionalOnMissingBean
		RpcDiscoveryClient rpcDiscoveryClient(InstanceDirectory services, ApplicationDirectory applications,
				RpcDiscoveryProperties properties) {
			return new RpcDiscoveryClient(services, applications,
					PropertyRules.notNegative("rpc.discovery.initial-timeout", properties.getInitialTimeout()),
					properties.getOrder());
		}

	}

}
