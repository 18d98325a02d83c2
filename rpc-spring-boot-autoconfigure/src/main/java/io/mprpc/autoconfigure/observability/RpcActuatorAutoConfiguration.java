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

package io.mprpc.autoconfigure.observability;

import java.util.List;

import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.autoconfigure.consumer.RpcRoutingAutoConfiguration;
import io.mprpc.autoconfigure.provider.RpcProviderAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcGovernanceAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.internal.actuate.ReadinessWithRegistry;
import io.mprpc.internal.actuate.RegistryHealthIndicator;
import io.mprpc.internal.actuate.RpcEndpoint;
import io.mprpc.internal.actuate.RpcInfoContributor;
import io.mprpc.internal.consumer.RpcChannels;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.grpc.report.stream.ReportStreams;
import io.mprpc.internal.provider.ProviderLifecycle;
import io.mprpc.internal.registry.RecentChanges;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of the registry, and
 * the endpoint {@code rpc}.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { RpcRegistryAutoConfiguration.class, RpcProviderAutoConfiguration.class,
		RpcConsumerAutoConfiguration.class, RpcRoutingAutoConfiguration.class, RpcGovernanceAutoConfiguration.class },
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
public final class RpcActuatorAutoConfiguration {

	/**
	 * Health, where Spring Boot asks for it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class HealthConfiguration {

		@Bean
		@ConditionalOnEnabledHealthIndicator("rpc-registry")
		@ConditionalOnBean({ RegistryConnection.class, RegistryStatistics.class })
		@ConditionalOnMissingBean
		RegistryHealthIndicator rpcRegistryHealthIndicator(RegistryConnection connection, RegistryStatistics statistics,
				ObjectProvider<RulesDirectory> rules) {
			return new RegistryHealthIndicator(connection, statistics, TimeSource.system(), rules.getIfAvailable());
		}

		@Bean
		@ConditionalOnBean(RegistryHealthIndicator.class)
		@ConditionalOnBooleanProperty("rpc.registry.affects-readiness")
		ReadinessWithRegistry rpcReadinessWithRegistry() {
			return new ReadinessWithRegistry();
		}

	}

	/**
	 * The endpoint and the info, where there are endpoints.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnBean(RoutingExplainer.class)
	static class EndpointConfiguration {

		@Bean
		RpcEndpoint.Sources rpcEndpointSources(ObjectProvider<RegistryConnection> connection,
				ObjectProvider<InstanceDirectory> directory, ObjectProvider<ProviderLifecycle> provider,
				ObjectProvider<RpcChannels> channels, RoutingExplainer explainer, ObjectProvider<RulesDirectory> rules,
				ObjectProvider<RecentChanges> changes, ObjectProvider<ReportStreams> reports) {
			return new RpcEndpoint.Sources(connection.getIfAvailable(), directory.getIfAvailable(), () -> {
				ProviderLifecycle lifecycle = provider.getIfAvailable();
				return (lifecycle != null) ? lifecycle.publication() : null;
			}, () -> {
				RpcChannels current = channels.getIfAvailable();
				return (current != null) ? List.copyOf(current.channels()) : List.of();
			}, explainer, rules.getIfAvailable(), changes.getIfAvailable(), () -> {
				ReportStreams streams = reports.getIfAvailable();
				return (streams != null) ? streams.statuses() : List.of();
			});
		}

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean
		RpcEndpoint rpcEndpoint(RpcEndpoint.Sources sources) {
			return new RpcEndpoint(sources);
		}

		@Bean
		@ConditionalOnEnabledInfoContributor("rpc")
		RpcInfoContributor rpcInfoContributor(RpcEndpoint.Sources sources) {
			return new RpcInfoContributor(sources);
		}

	}

}
