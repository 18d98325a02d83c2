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

package io.mprpc.autoconfigure.consumer;

import io.grpc.ManagedChannelBuilder;
import io.mprpc.autoconfigure.registry.RpcGovernanceAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.registry.RecentChanges;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RegistryStatistics;
import io.mprpc.registry.ServiceView;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for explanations of every channel's
 * routing, and for the history of recent changes.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { RpcRegistryAutoConfiguration.class, RpcGovernanceAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "rpc.client.enabled", matchIfMissing = true)
public final class RpcRoutingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RoutingExplainer rpcRoutingExplainer() {
		return new RoutingExplainer();
	}

	@Bean
	@ConditionalOnBean({ InstanceDirectory.class, RegistryStatistics.class })
	@ConditionalOnMissingBean
	RecentChanges rpcRecentChanges(InstanceDirectory directory, RegistryStatistics statistics) {
		return new RecentChanges(directory, () -> statistics.views().stream().map(ServiceView::service).toList(),
				TimeSource.system());
	}

	@Bean
	<T extends ManagedChannelBuilder<T>> GrpcChannelBuilderCustomizer<T> rpcRoutingExplainerCustomizer(
			RoutingExplainer explainer) {
		return (target, builder) -> builder.setNameResolverArg(RoutingExplainer.KEY, explainer);
	}

}
