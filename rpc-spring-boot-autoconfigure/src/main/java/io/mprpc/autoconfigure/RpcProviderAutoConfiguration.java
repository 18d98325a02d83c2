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

package io.mprpc.autoconfigure;

import java.time.Clock;
import java.util.List;

import io.grpc.BindableService;
import io.grpc.ServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.mprpc.provider.ApplicationPorts;
import io.mprpc.provider.InfrastructureCalls;
import io.mprpc.provider.InstanceAssembler;
import io.mprpc.provider.InstanceIdentity;
import io.mprpc.provider.ProvidedServices;
import io.mprpc.provider.ProviderEvents;
import io.mprpc.provider.ProviderLifecycle;
import io.mprpc.provider.RegisterWhen;
import io.mprpc.provider.SelfCall;
import io.mprpc.provider.ServerTraffic;
import io.mprpc.provider.ServiceBeanValidator;
import io.mprpc.provider.ServingSignals;
import io.mprpc.provider.Withdrawal;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.LocalInstances;
import io.mprpc.registry.ServedDocuments;
import io.mprpc.registry.cloud.RegisteringPublisher;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
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
 * Registers what Spring Boot's gRPC server serves, and withdraws it before the server
 * stops.
 *
 * @since 0.1
 */
@AutoConfiguration(
		after = { GrpcServerAutoConfiguration.class, GrpcServerHealthAutoConfiguration.class,
				RpcServiceRegistryAutoConfiguration.class, RpcGovernanceAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
				"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration" })
@ConditionalOnClass({ BindableService.class, GrpcServerAutoConfiguration.class })
@EnableConfigurationProperties(RpcServerProperties.class)
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
			ObjectProvider<GrpcServiceDiscoverer> discoverer) {
		return new ProvidedServices(beans, new ProviderSettingsFactory(properties).defaults(), discoverer);
	}

	/**
	 * What publishes where there is a server and a registry.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ GrpcServiceDiscoverer.class, InstancePublisher.class })
	@Import({ KeepalivePermitConfiguration.class, ProviderWebConfiguration.class, ProviderHealthConfiguration.class })
	static class PublishingConfiguration {

		@Bean
		ServerTraffic rpcServerTraffic() {
			return new ServerTraffic();
		}

		@Bean
		<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> rpcServerTrafficCustomizer(ServerTraffic traffic) {
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
		ServingSignals rpcServingSignals(ApplicationContext context, ObjectProvider<HealthStatusManager> health) {
			return new ServingSignals(context, health.getIfAvailable());
		}

		@Bean
		Withdrawal rpcWithdrawal(ServingSignals signals, ServerTraffic traffic, InfrastructureCalls infrastructure,
				RpcServerProperties properties) {
			return new Withdrawal(signals, traffic, infrastructure, new ProviderSettingsFactory(properties).drain(),
					System::nanoTime);
		}

		@Bean
		InstanceAssembler rpcInstanceAssembler(RpcServerProperties properties, ApplicationPorts ports,
				ObjectProvider<InetUtils> inetUtils, ObjectProvider<GrpcServerProperties> server,
				Environment environment) {
			ProviderSettingsFactory settings = new ProviderSettingsFactory(properties);
			return new InstanceAssembler(ProviderSettingsFactory.application(environment), settings.defaults(),
					settings.host(inetUtils.getIfAvailable(() -> new InetUtils(new InetUtilsProperties()))),
					settings.port(), ports, ProviderSettingsFactory.secure(server.getIfAvailable()),
					KeepalivePermitConfiguration.permitted(properties, server.getIfAvailable(), environment),
					Clock.systemUTC());
		}

		/**
		 * The lifecycle depends on those of the servers, so that it starts after them and
		 * stops before them; a provider of them would be no dependency.
		 */
		@Bean
		ProviderLifecycle rpcProviderLifecycle(ProvidedServices services, InstanceAssembler assembler,
				InstanceIdentity identity, LocalInstances local, InstancePublisher publisher,
				@Qualifier("rpcRegisteringPublisher") ObjectProvider<RegisteringPublisher> cloud,
				ServingSignals signals, Withdrawal withdrawal, RpcServerProperties properties,
				@Nullable List<GrpcServerLifecycle> servers, ApplicationContext context) {
			// Nobody announces that a context is ready which no SpringApplication runs.
			boolean due = properties.getRegisterWhen() == RegisterWhen.SERVER_STARTED
					|| !context.containsBean("springApplicationArguments");
			RegisteringPublisher registering = cloud.getIfAvailable();
			return new ProviderLifecycle(services, assembler, identity, local,
					(registering != null) ? registering : publisher, signals, withdrawal, due);
		}

		@Bean
		@ConditionalOnBooleanProperty(name = "rpc.server.self-call", matchIfMissing = true)
		SelfCall rpcSelfCall(ObjectProvider<GrpcServerProperties> server) {
			return new SelfCall(ProviderSettingsFactory.secure(server.getIfAvailable()));
		}

		@Bean
		ProviderEvents rpcProviderEvents(ProviderLifecycle lifecycle, ApplicationContext context) {
			return new ProviderEvents(lifecycle, context);
		}

	}

}
