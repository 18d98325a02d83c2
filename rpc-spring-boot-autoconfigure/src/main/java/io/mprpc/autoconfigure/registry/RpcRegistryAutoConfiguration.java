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

package io.mprpc.autoconfigure.registry;

import java.time.Duration;
import java.util.Random;

import io.mprpc.internal.ssl.SslBundleFiles;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.ZooKeeperStatistics;
import io.mprpc.internal.zookeeper.directory.ZooKeeperApplicationDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.publish.ZooKeeperInstancePublisher;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the registry in ZooKeeper: a
 * connection, a publisher and directories. Backs off where the application has beans of
 * the same kind.
 *
 * @since 0.1
 */
@AutoConfiguration(after = SslAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "rpc.registry.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RpcRegistryProperties.class)
@Import(EmbeddedZooKeeperConfiguration.class)
@ImportRuntimeHints(ZooKeeperRuntimeHints.class)
public final class RpcRegistryAutoConfiguration {

	@Bean
	ZooKeeperLogLevels rpcZooKeeperLogLevels(RpcRegistryProperties properties,
			ObjectProvider<LoggingSystem> loggingSystem) {
		return new ZooKeeperLogLevels(loggingSystem.getIfAvailable(), properties.getZookeeperLogLevel());
	}

	@Bean
	@ConditionalOnMissingBean
	RpcRegistryConnectionDetails rpcRegistryConnectionDetails(RpcRegistryProperties properties) {
		return new PropertiesRpcRegistryConnectionDetails(properties);
	}

	/**
	 * Parts that are needed unless the application brings a registry of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(AnyPartMissing.class)
	static class ZooKeeperRegistryConfiguration {

		@Bean
		@ConditionalOnProperty("rpc.registry.ssl.bundle")
		SslBundleFiles rpcRegistrySslFiles(RpcRegistryProperties properties, SslBundles sslBundles) {
			return SslBundleFiles.of(sslBundles, String.valueOf(properties.getSsl().getBundle()));
		}

		@Bean
		@ConditionalOnMissingBean(RegistryConnection.class)
		ZooKeeperConnection rpcRegistryConnection(RpcRegistryProperties properties,
				RpcRegistryConnectionDetails details, ZooKeeperLogLevels logLevels,
				@Qualifier("rpcRegistrySslFiles") ObjectProvider<SslBundleFiles> sslFiles) {
			logLevels.applyToClient();
			boolean ownServer = details instanceof EmbeddedZooKeeperConfiguration.OwnServer;
			ZooKeeperConnection connection = ZooKeeperConnection.open(new ZooKeeperSettingsFactory(properties)
				.settings(details, ownServer ? null : sslFiles.getIfAvailable()), TimeSource.system(), new Random());
			Duration timeout = properties.getConnectionTimeout();
			if (properties.isFailFast() && !connection.awaitConnected(timeout)) {
				ZooKeeperUnavailableException failure = new ZooKeeperUnavailableException(connection, timeout);
				connection.close();
				throw failure;
			}
			return connection;
		}

		@Bean
		@ConditionalOnBean(ZooKeeperConnection.class)
		@ConditionalOnMissingBean(InstancePublisher.class)
		ZooKeeperInstancePublisher rpcInstancePublisher(ZooKeeperConnection connection) {
			return new ZooKeeperInstancePublisher(connection);
		}

		@Bean
		@ConditionalOnBean(ZooKeeperConnection.class)
		@ConditionalOnMissingBean(InstanceDirectory.class)
		ZooKeeperInstanceDirectory rpcInstanceDirectory(ZooKeeperConnection connection,
				RpcRegistryProperties properties) {
			return new ZooKeeperInstanceDirectory(connection,
					new ZooKeeperSettingsFactory(properties).directorySettings());
		}

		@Bean
		@ConditionalOnBean(ZooKeeperConnection.class)
		@ConditionalOnMissingBean(ApplicationDirectory.class)
		ZooKeeperApplicationDirectory rpcApplicationDirectory(ZooKeeperConnection connection,
				RpcRegistryProperties properties) {
			return new ZooKeeperApplicationDirectory(connection,
					new ZooKeeperSettingsFactory(properties).directorySettings().debounce());
		}

		@Bean
		@ConditionalOnBean(ZooKeeperConnection.class)
		@ConditionalOnMissingBean(RegistryStatistics.class)
		ZooKeeperStatistics rpcRegistryFigures(ZooKeeperConnection connection,
				ObjectProvider<ZooKeeperInstancePublisher> publisher,
				ObjectProvider<ZooKeeperInstanceDirectory> directory) {
			return new ZooKeeperStatistics(connection, publisher.getIfAvailable(), directory.getIfAvailable());
		}

	}

	/**
	 * Condition that matches unless the application has all parts of a registry.
	 */
	static class AnyPartMissing extends AnyNestedCondition {

		AnyPartMissing() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnMissingBean(InstancePublisher.class)
		static class NoPublisher {

		}

		@ConditionalOnMissingBean(InstanceDirectory.class)
		static class NoDirectory {

		}

		@ConditionalOnMissingBean(ApplicationDirectory.class)
		static class NoApplications {

		}

	}

}
