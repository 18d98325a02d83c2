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

import java.time.Duration;

import io.grpc.stub.AbstractStub;
import io.mprpc.autoconfigure.registry.RpcInstanceProperties;
import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.internal.configuration.PropertyRules;
import io.mprpc.internal.consumer.InvalidReferenceException;
import io.mprpc.internal.consumer.ReferenceCredentials;
import io.mprpc.internal.consumer.ReferencePostProcessor;
import io.mprpc.internal.consumer.ReferenceRegistrar;
import io.mprpc.internal.consumer.ReferenceStubs;
import io.mprpc.internal.consumer.RpcChannels;
import io.mprpc.internal.grpc.client.ChannelBuildContext;
import io.mprpc.internal.grpc.client.RegistryChannelConfigurer;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import io.mprpc.internal.grpc.client.settings.ChannelSettings;
import io.mprpc.internal.grpc.client.settings.ReferenceSettingsSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.grpc.client.autoconfigure.CompositeChannelFactoryAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcChannelFactoryCustomizer;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientAutoConfiguration;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientDefaultServiceConfigCustomizer;
import org.springframework.boot.grpc.client.autoconfigure.GrpcClientProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.grpc.client.ChannelCredentialsProvider;
import org.springframework.grpc.client.DefaultGrpcChannelFactory;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.grpc.client.NettyGrpcChannelFactory;
import org.springframework.grpc.client.StubFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for
 * {@link io.mprpc.RpcReference @RpcReference}: stubs, and the channels that they share.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { GrpcClientAutoConfiguration.class, CompositeChannelFactoryAutoConfiguration.class,
		RpcRegistryAutoConfiguration.class })
@ConditionalOnClass({ AbstractStub.class, GrpcChannelFactory.class, GrpcClientAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "rpc.client.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ RpcClientProperties.class, RpcInstanceProperties.class })
@Import(RegistryChannelConfiguration.class)
@ImportRuntimeHints(GrpcRuntimeHints.class)
public final class RpcConsumerAutoConfiguration {

	@Bean
	static ReferenceRegistrar rpcReferenceRegistrar() {
		return new ReferenceRegistrar();
	}

	@Bean
	static ReferencePostProcessor rpcReferencePostProcessor() {
		return new ReferencePostProcessor();
	}

	@Bean
	ChannelBuildContext rpcChannelBuildContext() {
		return new ChannelBuildContext();
	}

	@Bean
	@ConditionalOnMissingBean
	ReferenceSettingsSource rpcReferenceSettingsSource(RpcClientProperties properties, RpcInstanceProperties instance,
			Environment environment, ObjectProvider<GrpcClientProperties> bootProperties) {
		return new PropertiesReferenceSettings(properties,
				defaultDeadline(properties, environment, defaultChannel(bootProperties)),
				new ReferenceProperties(environment), new BalancerSettingsFactory(properties, instance.zone()));
	}

	@Bean
	RpcChannels rpcChannels(ObjectProvider<GrpcChannelFactory> factories, ChannelBuildContext construction,
			RpcClientProperties properties, ObjectProvider<GrpcClientProperties> bootProperties,
			ObjectProvider<RegistryChannelConfigurer> registry) {
		return new RpcChannels(() -> factory(factories), construction,
				channelSettings(properties, defaultChannel(bootProperties)), registry.getIfAvailable());
	}

	@Bean(ReferenceStubs.BEAN_NAME)
	ReferenceStubs rpcStubs(RpcChannels channels, ReferenceSettingsSource settings,
			ObjectProvider<StubFactory<?>> factories, ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new ReferenceStubs(channels, settings, factories.orderedStream().toList(), beanFactory,
				environment::resolveRequiredPlaceholders);
	}

	@Bean
	GrpcChannelFactoryCustomizer rpcReferenceCredentialsCustomizer(ChannelBuildContext construction,
			ObjectProvider<ChannelCredentialsProvider> credentials, ObjectProvider<SslBundles> bundles) {
		return (factory) -> {
			if (factory instanceof DefaultGrpcChannelFactory<?> springs) {
				springs.setCredentialsProvider(new ReferenceCredentials(construction,
						credentials.getIfAvailable(() -> ChannelCredentialsProvider.INSECURE), bundles.getIfAvailable(),
						factory instanceof NettyGrpcChannelFactory));
			}
		};
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	GrpcClientDefaultServiceConfigCustomizer rpcReferenceServiceConfigCustomizer(ChannelBuildContext construction) {
		return (target, serviceConfig) -> construction.usersServiceConfig(serviceConfig);
	}

	private static GrpcChannelFactory factory(ObjectProvider<GrpcChannelFactory> factories) {
		GrpcChannelFactory factory = factories.getIfAvailable();
		if (factory == null) {
			throw new InvalidReferenceException(
					"@RpcReference needs a channel, and nothing here builds channels: there is no "
							+ GrpcChannelFactory.class.getName() + " bean.",
					"Remove spring.grpc.client.enabled=false or spring.grpc.client.channelfactory.enabled=false, add "
							+ "io.grpc:grpc-netty, or define a GrpcChannelFactory bean.");
		}
		return factory;
	}

	private static ChannelSettings channelSettings(RpcClientProperties properties,
			GrpcClientProperties.@Nullable Channel defaultChannel) {
		RpcClientProperties.Keepalive keepalive = properties.keepalive();
		boolean named = defaultChannel != null && defaultChannel.getUserAgent() != null;
		return new ChannelSettings(properties.connectEagerly(),
				PropertyRules.zeroForNone("rpc.client.idle-timeout", properties.idleTimeout()),
				PropertyRules.zeroForNone("rpc.client.keepalive.time", keepalive.time()),
				PropertyRules.positive("rpc.client.keepalive.timeout", keepalive.timeout()), keepalive.withoutCalls(),
				PropertyRules.notNegative("rpc.client.shutdown-grace-period", properties.shutdownGracePeriod()),
				(named) ? null : userAgent());
	}

	private static String userAgent() {
		String version = RpcConsumerAutoConfiguration.class.getPackage().getImplementationVersion();
		return (version != null) ? "mprpc/" + version : "mprpc";
	}

	/**
	 * The user's settings for all channels take precedence over the default of this
	 * library, but not over its properties.
	 */
	private static @Nullable CallDeadline defaultDeadline(RpcClientProperties properties, Environment environment,
			GrpcClientProperties.@Nullable Channel defaultChannel) {
		boolean said = Binder.get(environment).bind("rpc.client.deadline", String.class).isBound();
		Duration boots = (defaultChannel != null) ? defaultChannel.getDefault().getDeadline() : null;
		return (boots != null && !said)
				? CallSettingsFactory.deadline("spring.grpc.client.channel.default.default.deadline", boots)
				: CallSettingsFactory.deadline("rpc.client.deadline", properties.deadline());
	}

	private static GrpcClientProperties.@Nullable Channel defaultChannel(
			ObjectProvider<GrpcClientProperties> properties) {
		GrpcClientProperties available = properties.getIfAvailable();
		return (available != null) ? available.getChannel().get("default") : null;
	}

}
