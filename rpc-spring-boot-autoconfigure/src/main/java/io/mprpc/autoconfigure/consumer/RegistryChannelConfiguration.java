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

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannelBuilder;
import io.grpc.NameResolverRegistry;
import io.mprpc.autoconfigure.provider.RpcServerProperties;
import io.mprpc.autoconfigure.registry.RpcInstanceProperties;
import io.mprpc.internal.configuration.ApplicationName;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.internal.governance.GovernedInstanceDirectory;
import io.mprpc.internal.grpc.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.internal.grpc.client.ChannelBuildContext;
import io.mprpc.internal.grpc.client.ConsumerIdentity;
import io.mprpc.internal.grpc.client.ConsumerRegistrar;
import io.mprpc.internal.grpc.client.RegistryChannelConfigurer;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.grpc.report.stream.ProcessKey;
import io.mprpc.internal.grpc.resolver.RegistryNameResolverProvider;
import io.mprpc.internal.grpc.resolver.ResolverEnvironment;
import io.mprpc.internal.provider.OwnServiceNote;
import io.mprpc.internal.provider.ProvidedServices;
import io.mprpc.internal.registry.LocalInstances;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientDefaultServiceConfigCustomizer;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;

/**
 * Configuration that joins channels to the registry: those of references, and those that
 * the application itself leads to {@code rpc:///...}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean({ InstanceDirectory.class, RegistryConnection.class })
class RegistryChannelConfiguration {

	@Bean
	ConsumerIdentity rpcConsumerIdentity(ObjectProvider<InetUtils> inetUtils, ObjectProvider<ProcessKey> key,
			Environment environment) {
		return new ConsumerIdentity(ApplicationName.of(environment), () -> host(environment, inetUtils), () -> {
			ProcessKey reported = key.getIfAvailable();
			return (reported != null) ? reported.whenEncodedForNode() : CompletableFuture.completedFuture(null);
		});
	}

	@Bean
	@ConditionalOnBean(InstancePublisher.class)
	ConsumerRegistrar rpcConsumerRegistrar(InstancePublisher publisher, ConsumerIdentity identity) {
		return new ConsumerRegistrar(publisher, identity);
	}

	@Bean
	@ConditionalOnMissingBean
	RegistryChannelConfigurer rpcRegistryChannelConfigurer(InstanceDirectory directory, RegistryConnection connection,
			ObjectProvider<ConsumerRegistrar> registrar, RpcClientProperties properties,
			ObjectProvider<LocalInstances> locals, ObjectProvider<ProvidedServices> provided,
			ObjectProvider<RpcServerProperties> server) {
		LocalInstances local = locals.getIfAvailable();
		// Looked up now: a call that fails while beans are created must not create one.
		Function<ServiceName, String> note = (local != null)
				? new OwnServiceNote(local, provided.getObject()::definitions, server.getObject().getRegisterWhen())
				: Resolution.NO_NOTE;
		return new DirectoryLink(new ResolverEnvironment((local != null) ? within(directory, local) : directory,
				connection, PropertyRules.notNegative("rpc.client.resolution-timeout", properties.resolutionTimeout()),
				note), registrar.getIfAvailable());
	}

	// Below the rules, which apply to the own instance too.
	private static InstanceDirectory within(InstanceDirectory directory, LocalInstances local) {
		return (directory instanceof GovernedInstanceDirectory governed) ? governed.over(local::within)
				: local.within(directory);
	}

	@Bean
	<T extends ManagedChannelBuilder<T>> GrpcChannelBuilderCustomizer<T> rpcRegistryChannelCustomizer(
			ObjectProvider<RegistryChannelConfigurer> link) {
		return (target, builder) -> {
			GrpcProviders.register();
			link.getObject().join(builder);
		};
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	GrpcClientDefaultServiceConfigCustomizer rpcRegistryServiceConfigCustomizer(RpcClientProperties properties,
			RpcInstanceProperties instance, ChannelBuildContext construction,
			ObjectProvider<GrpcClientProperties> bootProperties) {
		BalancerSettings settings = new BalancerSettingsFactory(properties, instance.zone()).defaults();
		return (target, serviceConfig) -> {
			if (!construction.isUnderWay() && leadsToRegistry(target, bootProperties.getIfAvailable())) {
				serviceConfig.putIfAbsent("loadBalancingConfig", settings.loadBalancingConfig());
			}
		};
	}

	private static boolean leadsToRegistry(String target, @Nullable GrpcClientProperties properties) {
		GrpcClientProperties.Channel channel = (properties != null) ? properties.getChannel().get(target) : null;
		return ((channel != null) ? channel.getTarget() : target).startsWith(RpcTarget.SCHEME + ':');
	}

	private static String host(Environment environment, ObjectProvider<InetUtils> inetUtils) {
		String configured = environment.getProperty("rpc.server.advertised-host", "");
		if (!configured.isBlank()) {
			return configured.trim();
		}
		InetAddress address = inetUtils.getIfAvailable(() -> new InetUtils(new InetUtilsProperties()))
			.findFirstNonLoopbackAddress();
		return ((address != null) ? address : InetAddress.getLoopbackAddress()).getHostAddress();
	}

	/**
	 * Providers that gRPC finds by the scheme of a target and by the name of a policy. A
	 * process that only serves builds no channel and needs none.
	 */
	private static final class GrpcProviders {

		static {
			// Both are without state, so that one for the whole process does.
			NameResolverRegistry.getDefaultRegistry().register(new RegistryNameResolverProvider(TimeSource.system()));
			LoadBalancerRegistry.getDefaultRegistry()
				.register(new MethodAwareLoadBalancerProvider(TimeSource.system(),
						() -> ThreadLocalRandom.current().nextLong()));
		}

		/** Does so once, by initializing this class. */
		static void register() {
		}

	}

	/**
	 * Leads to the directory.
	 */
	private record DirectoryLink(ResolverEnvironment environment,
			@Nullable ConsumerRegistrar registrar) implements RegistryChannelConfigurer {

		@Override
		public void join(ManagedChannelBuilder<?> builder) {
			GrpcProviders.register();
			builder.setNameResolverArg(RegistryNameResolverProvider.ENVIRONMENT, this.environment);
		}

		@Override
		public void referenced(ServiceName service) {
			// Starts to follow the service, so that the first call finds a view.
			this.environment.directory().view(service);
			if (this.registrar != null) {
				this.registrar.register(service);
			}
		}

	}

}
