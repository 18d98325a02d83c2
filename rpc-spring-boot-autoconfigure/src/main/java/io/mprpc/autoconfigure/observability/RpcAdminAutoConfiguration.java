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

import java.util.UUID;

import io.grpc.ServerBuilder;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.micrometer.observation.ObservationPredicate;
import io.mprpc.autoconfigure.consumer.RpcRoutingAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcGovernanceAutoConfiguration;
import io.mprpc.internal.configuration.ApplicationName;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.grpc.admin.AdminService;
import io.mprpc.internal.grpc.admin.ConsumedCalls;
import io.mprpc.internal.grpc.admin.ExplanationWriter;
import io.mprpc.internal.grpc.admin.ProvidedCalls;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.registry.RecentChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the admin service: counts calls
 * and serves statistics where that is enabled; none of its beans exists otherwise.
 *
 * @since 0.1
 */
@AutoConfiguration(before = GrpcServerAutoConfiguration.class,
		after = { RpcRoutingAutoConfiguration.class, RpcGovernanceAutoConfiguration.class })
@ConditionalOnClass({ ServerBuilder.class, GrpcServerAutoConfiguration.class })
@ConditionalOnBooleanProperty("rpc.server.admin.enabled")
@EnableConfigurationProperties(RpcAdminProperties.class)
public final class RpcAdminAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(RpcAdminAutoConfiguration.class);

	@Bean
	ProvidedCalls rpcProvidedCalls() {
		return new ProvidedCalls();
	}

	@Bean
	ConsumedCalls rpcConsumedCalls() {
		return new ConsumedCalls();
	}

	/**
	 * Excludes frequent calls of the admin service from meters and traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationPredicate.class, GrpcServerObservationContext.class })
	static class ObservationConfiguration {

		@Bean
		ObservationPredicate rpcAdminObservationPredicate() {
			return (name, context) -> !(context instanceof GrpcServerObservationContext call
					&& String.valueOf(call.getServiceName()).startsWith("mprpc.admin."));
		}

	}

	@Bean
	AdminService rpcAdminService(RpcAdminProperties properties, ProvidedCalls provided, ConsumedCalls consumed,
			ObjectProvider<RoutingExplainer> explainer, ObjectProvider<RulesDirectory> rules,
			ObjectProvider<RecentChanges> changes, Environment environment) {
		String token = StringUtils.hasText(properties.token()) ? properties.token() : null;
		if (token == null) {
			logger
				.warn("The admin service answers every caller that reaches the gRPC port: set rpc.server.admin.token");
		}
		return new AdminService(
				new AdminService.Identity(ApplicationName.of(environment), UUID.randomUUID().toString(), token),
				provided, consumed, new ExplanationWriter(explainer.getIfAvailable(RoutingExplainer::new),
						rules.getIfAvailable(), changes.getIfAvailable()));
	}

}
