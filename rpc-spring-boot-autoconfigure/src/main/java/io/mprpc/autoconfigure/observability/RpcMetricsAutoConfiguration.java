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

import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.autoconfigure.consumer.RpcRoutingAutoConfiguration;
import io.mprpc.autoconfigure.provider.RpcProviderAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.internal.grpc.accesslog.AccessLogQueue;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.grpc.metrics.AccessLogMetrics;
import io.mprpc.internal.grpc.metrics.ClientCallMetrics;
import io.mprpc.internal.grpc.metrics.RegistryMetrics;
import io.mprpc.internal.grpc.metrics.ReportMetrics;
import io.mprpc.internal.grpc.metrics.RoutingMetrics;
import io.mprpc.internal.grpc.metrics.ServerCallMetrics;
import io.mprpc.internal.grpc.metrics.TrafficMetrics;
import io.mprpc.internal.grpc.report.stream.ReportStreams;
import io.mprpc.internal.grpc.server.ConnectionTracker;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of calls, channels
 * and the registry.
 *
 * @since 0.1
 */
@AutoConfiguration(
		after = { RpcRegistryAutoConfiguration.class, RpcProviderAutoConfiguration.class,
				RpcConsumerAutoConfiguration.class, RpcAccessLogAutoConfiguration.class,
				RpcReportsAutoConfiguration.class, RpcRoutingAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "rpc.metrics.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RpcMetricsProperties.class)
public final class RpcMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ClientCallMetrics rpcClientCallMetrics(MeterRegistry registry, RpcMetricsProperties properties) {
		int limit = properties.instanceTag() ? properties.instanceLimit() : 0;
		return new ClientCallMetrics(registry, limit);
	}

	@Bean
	@ConditionalOnMissingBean
	ServerCallMetrics rpcServerCallMetrics(MeterRegistry registry) {
		return new ServerCallMetrics(registry);
	}

	@Bean
	@ConditionalOnBean({ RegistryConnection.class, RegistryStatistics.class })
	@ConditionalOnMissingBean
	RegistryMetrics rpcRegistryMetrics(RegistryConnection connection, RegistryStatistics statistics,
			RpcMetricsProperties properties) {
		return new RegistryMetrics(connection, statistics, properties.serviceLimit(), TimeSource.system());
	}

	@Bean
	@ConditionalOnBean(RoutingExplainer.class)
	@ConditionalOnMissingBean
	RoutingMetrics rpcRoutingMetrics(RoutingExplainer explainer) {
		return new RoutingMetrics(explainer, TimeSource.system());
	}

	@Bean
	@ConditionalOnBean(ConnectionTracker.class)
	@ConditionalOnMissingBean
	TrafficMetrics rpcTrafficMetrics(ConnectionTracker traffic) {
		return new TrafficMetrics(traffic);
	}

	@Bean
	@ConditionalOnBean(ReportStreams.class)
	@ConditionalOnMissingBean
	ReportMetrics rpcReportMetrics(ReportStreams streams) {
		return new ReportMetrics(streams);
	}

	@Bean
	@ConditionalOnBean(AccessLogQueue.class)
	@ConditionalOnMissingBean
	AccessLogMetrics rpcAccessLogMetrics(AccessLogQueue queue) {
		return new AccessLogMetrics(queue);
	}

}
