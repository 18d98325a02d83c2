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

import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.mprpc.autoconfigure.registry.RpcGovernanceAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcInstanceProperties;
import io.mprpc.internal.cloud.RegisteringPublisher;
import io.mprpc.internal.configuration.ApplicationName;
import io.mprpc.internal.grpc.report.stream.ProcessKey;
import io.mprpc.internal.grpc.server.ConnectionTracker;
import io.mprpc.internal.grpc.server.InfrastructureCalls;
import io.mprpc.internal.grpc.server.InstanceIdentity;
import io.mprpc.internal.provider.ApplicationPorts;
import io.mprpc.internal.provider.GracefulDeregistration;
import io.mprpc.internal.provider.InstanceAssembler;
import io.mprpc.internal.provider.ProvidedServices;
import io.mprpc.internal.provider.ProviderEvents;
import io.mprpc.internal.provider.ProviderLifecycle;
import io.mprpc.internal.provider.RegisterWhen;
import io.mprpc.internal.provider.ServerWarmUp;
import io.mprpc.internal.provider.ServiceBeanValidator;
import io.mprpc.internal.provider.ServingStatusPublisher;
import io.mprpc.internal.registry.LocalInstances;
import io.mprpc.internal.registry.ServedDocuments;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.InstancePublisher;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerAutoConfiguration;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.boot.grpc.server.autoconfigure.health.GrpcServerHealthAutoConfiguration;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.ServerBuilderCustomizer;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.grpc.server.service.GrpcServiceDiscoverer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for providers: registers the
 * services of Spring Boot's gRPC server, and withdraws them before the server stops.
 *
 * @since 0.1
 */
@AutoConfiguration(
		after = { GrpcServerAutoConfiguration.class, GrpcServerHealthAutoConfiguration.class,
				RpcServiceRegistryAutoConfiguration.class, RpcGovernanceAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass({ BindableService.class, GrpcServerAutoConfiguration.class })
@EnableConfigurationProperties({ RpcServerProperties.class, RpcInstanceProperties.class })
@Import({ CallExecutionConfiguration.class, UnhandledExceptionConfiguration.class })
public final class RpcProviderAutoConfiguration {

	@Bean
	static ServiceBeanValidator rpcServiceBeanValidator() {
		return new ServiceBeanValidator();
	}

	/**
	 * Also without a server: an annotated bean that is no service is why there is none.
	 */
	@Bean
	ProvidedServices rpcProvidedServices(ConfigurableListableBeanFactory beans, RpcServerProperties properties,
			RpcInstanceProperties instance, ObjectProvider<GrpcServiceDiscoverer> discoverer) {
		return new ProvidedServices(beans, new ProviderSettingsFactory(properties).defaults(instance), discoverer);
	}

	/**
	 * Publication, where there is a server and a registry.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ GrpcServiceDiscoverer.class, InstancePublisher.class })
	@Import({ KeepalivePermitConfiguration.class, ProviderWebConfiguration.class, ProviderHealthConfiguration.class })
	static class PublishingConfiguration {

		@Bean
		ConnectionTracker rpcConnectionTracker() {
			return new ConnectionTracker();
		}

		@Bean
		<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> rpcConnectionTrackerCustomizer(
				ConnectionTracker traffic) {
			return traffic::observe;
		}

		@Bean
		LocalInstances rpcLocalInstances() {
			return new LocalInstances();
		}

		@Bean
		@ConditionalOnBean(DocumentStore.class)
		ServedDocuments rpcServedDocuments(DocumentStore documents, LocalInstances local) {
			return new ServedDocuments(documents, local);
		}

		@Bean
		InstanceIdentity rpcInstanceIdentity() {
			return new InstanceIdentity();
		}

		@Bean
		<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> rpcInstanceIdentityCustomizer(
				InstanceIdentity identity) {
			return identity::bind;
		}

		@Bean
		@GlobalServerInterceptor
		InfrastructureCalls rpcInfrastructureCalls() {
			return new InfrastructureCalls();
		}

		@Bean
		ApplicationPorts rpcApplicationPorts() {
			return new ApplicationPorts();
		}

		@Bean
		ServingStatusPublisher rpcServingStatusPublisher(ApplicationContext context,
				ObjectProvider<HealthStatusManager> health) {
			return new ServingStatusPublisher(context, health.getIfAvailable());
		}

		@Bean
		GracefulDeregistration rpcGracefulDeregistration(ServingStatusPublisher signals, ConnectionTracker traffic,
				InfrastructureCalls infrastructure, RpcServerProperties properties) {
			return new GracefulDeregistration(signals, traffic, infrastructure,
					new ProviderSettingsFactory(properties).drain(), TimeSource.system());
		}

		@Bean
		InstanceAssembler rpcInstanceAssembler(RpcServerProperties properties, RpcInstanceProperties instance,
				ApplicationPorts ports, ObjectProvider<InetUtils> inetUtils,
				ObjectProvider<GrpcServerProperties> server, ObjectProvider<ProcessKey> key, Environment environment) {
			ProviderSettingsFactory settings = new ProviderSettingsFactory(properties);
			return new InstanceAssembler(ApplicationName.of(environment), settings.defaults(instance),
					settings.host(inetUtils.getIfAvailable(() -> new InetUtils(new InetUtilsProperties()))),
					settings.port(), ports, ProviderSettingsFactory.secure(server.getIfAvailable()),
					KeepalivePermitConfiguration.permitted(properties, server.getIfAvailable(), environment), () -> {
						ProcessKey reported = key.getIfAvailable();
						return (reported != null) ? reported.encodedForNode() : null;
					}, TimeSource.system());
		}

		/**
		 * The lifecycle depends on those of the servers, so that it starts after them and
		 * stops before them; a provider of them would be no dependency.
		 */
		@Bean
		ProviderLifecycle rpcProviderLifecycle(ProvidedServices services, InstanceAssembler assembler,
				InstanceIdentity identity, LocalInstances local, InstancePublisher publisher,
				@Qualifier("rpcRegisteringPublisher") ObjectProvider<RegisteringPublisher> cloud,
				ServingStatusPublisher signals, GracefulDeregistration deregistration, RpcServerProperties properties,
				@Nullable List<GrpcServerLifecycle> servers, ApplicationContext context) {
			// No event announces that a context is ready which no SpringApplication runs.
			boolean due = properties.getRegisterWhen() == RegisterWhen.SERVER_STARTED
					|| !context.containsBean("springApplicationArguments");
			RegisteringPublisher registering = cloud.getIfAvailable();
			return new ProviderLifecycle(services, assembler, identity, local,
					(registering != null) ? registering : publisher, signals, deregistration, due);
		}

		@Bean
		@ConditionalOnBooleanProperty(name = "rpc.server.warm-up-call", matchIfMissing = true)
		ServerWarmUp rpcWarmUpCall(ObjectProvider<GrpcServerProperties> server) {
			return new ServerWarmUp(ProviderSettingsFactory.secure(server.getIfAvailable()));
		}

		@Bean
		ProviderEvents rpcProviderEvents(ProviderLifecycle lifecycle, ApplicationContext context) {
			return new ProviderEvents(lifecycle, context);
		}

	}

}
