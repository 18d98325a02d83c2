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

package io.mprpc.registryserver;

import java.util.HashMap;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.autoconfigure.registry.RpcRegistryConnectionDetails;
import io.mprpc.internal.ssl.SslBundleFiles;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import io.mprpc.internal.zookeeper.session.NamespaceAclInitializer;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registryserver.ensemble.MicrometerMetricsProvider;
import io.mprpc.registryserver.ensemble.ZooKeeperAccessPolicy;
import io.mprpc.registryserver.ensemble.ZooKeeperHealthIndicator;
import io.mprpc.registryserver.ensemble.ZooKeeperInfoContributor;
import io.mprpc.registryserver.ensemble.ZooKeeperMeters;
import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import io.mprpc.registryserver.ensemble.ZooKeeperSetup;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the embedded ZooKeeper, its health and its meters.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "rpc.registry-server.zookeeper.embedded", matchIfMissing = true)
class EnsembleConfiguration {

	@Bean
	@ConditionalOnProperty("rpc.registry-server.zookeeper.ssl.bundle")
	SslBundleFiles registryServerSslFiles(ZooKeeperProperties properties, SslBundles bundles) {
		return SslBundleFiles.of(bundles, String.valueOf(properties.getSsl().getBundle()));
	}

	@Bean
	ZooKeeperAccessPolicy zookeeperAccessPolicy(ZooKeeperProperties properties,
			@Qualifier("registryServerSslFiles") ObjectProvider<SslBundleFiles> sslFiles) {
		return ZooKeeperAccessPolicy.of(properties, sslFiles.getIfAvailable());
	}

	@Bean
	ZooKeeperMeters zookeeperMeters(MeterRegistry registry) {
		return new ZooKeeperMeters(registry);
	}

	@Bean(destroyMethod = "close")
	EmbeddedZooKeeper embeddedZooKeeper(ZooKeeperProperties properties, RegistryServerProperties server,
			ZooKeeperAccessPolicy policy, ZooKeeperMeters meters) {
		Map<String, String> zookeeper = new HashMap<>(MicrometerMetricsProvider.configurationFor(meters));
		zookeeper.putAll(properties.getProperties());
		return EmbeddedZooKeeper
			.start(ZooKeeperSetup.settings(properties, server.getDataDirectory(), policy.access(), zookeeper));
	}

	@Bean
	ZooKeeperReach zookeeperReach(ZooKeeperProperties properties) {
		return ZooKeeperReach.embedded(properties);
	}

	@Bean
	RpcRegistryConnectionDetails embeddedZooKeeperConnectionDetails(EmbeddedZooKeeper zooKeeper,
			ZooKeeperAccessPolicy policy) {
		return new OwnConnectionDetails(zooKeeper.localConnectString(), policy.operator());
	}

	@Bean
	SharedNamespace sharedNamespace(ZooKeeperConnection connection, ZooKeeperAccessPolicy policy) {
		return new SharedNamespace((policy.operator() != null) ? new NamespaceAclInitializer(connection) : null);
	}

	@Bean
	ZooKeeperHealthIndicator zookeeperHealthIndicator(EmbeddedZooKeeper zooKeeper, ZooKeeperProperties properties) {
		return new ZooKeeperHealthIndicator(zooKeeper, properties.getEnsemble().getMembers());
	}

	@Bean
	ZooKeeperInfoContributor zookeeperInfoContributor(EmbeddedZooKeeper zooKeeper, ZooKeeperProperties properties) {
		return new ZooKeeperInfoContributor(zooKeeper, properties.getEnsemble().getMembers());
	}

	/**
	 * The namespace, with access control lists for the configured users.
	 */
	record SharedNamespace(@Nullable NamespaceAclInitializer aclInitializer) implements AutoCloseable {

		@Override
		public void close() {
			if (this.aclInitializer != null) {
				this.aclInitializer.close();
			}
		}

	}

	/**
	 * Connection of this process to its own ZooKeeper, as the user with all permissions.
	 */
	private record OwnConnectionDetails(String connectString,
			ServerAccess.@Nullable User operator) implements RpcRegistryConnectionDetails {

		@Override
		public String getConnectString() {
			return this.connectString;
		}

		@Override
		public @Nullable String getUsername() {
			return (this.operator != null) ? this.operator.name() : null;
		}

		@Override
		public @Nullable String getPassword() {
			return (this.operator != null) ? this.operator.password() : null;
		}

	}

}
