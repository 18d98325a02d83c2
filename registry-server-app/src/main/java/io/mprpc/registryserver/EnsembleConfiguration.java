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
import io.mprpc.autoconfigure.registry.SslBundleFiles;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.ServerAccess;
import io.mprpc.internal.zookeeper.session.NamespaceAclInitializer;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registryserver.ensemble.MicrometerMetricsProvider;
import io.mprpc.registryserver.ensemble.ZooKeeperHealthIndicator;
import io.mprpc.registryserver.ensemble.ZooKeeperInfoContributor;
import io.mprpc.registryserver.ensemble.ZooKeeperMeters;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the room {@code ensemble}: the embedded ZooKeeper, its health and its meters.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "rpc.registry-server.embedded", matchIfMissing = true)
class EnsembleConfiguration {

	@Bean
	@ConditionalOnProperty("rpc.registry-server.ssl.bundle")
	SslBundleFiles registryServerSslFiles(RegistryServerProperties properties, SslBundles bundles) {
		return SslBundleFiles.of(bundles, String.valueOf(properties.getSsl().getBundle()));
	}

	@Bean
	ZooKeeperAccessPolicy serverDoor(RegistryServerProperties properties,
			@Qualifier("registryServerSslFiles") ObjectProvider<SslBundleFiles> sslFiles) {
		return ZooKeeperAccessPolicy.of(properties, sslFiles.getIfAvailable());
	}

	@Bean
	ZooKeeperMeters zookeeperMeters(MeterRegistry registry) {
		return new ZooKeeperMeters(registry);
	}

	@Bean(destroyMethod = "close")
	EmbeddedZooKeeper embeddedZooKeeper(RegistryServerProperties properties, ZooKeeperAccessPolicy door,
			ZooKeeperMeters meters) {
		Map<String, String> zookeeper = new HashMap<>(MicrometerMetricsProvider.configurationFor(meters));
		zookeeper.putAll(properties.getZookeeper());
		return EmbeddedZooKeeper.start(ZooKeeperSetup.settings(properties, door.access(), zookeeper));
	}

	@Bean
	RpcRegistryConnectionDetails embeddedZooKeeperConnectionDetails(EmbeddedZooKeeper zooKeeper,
			ZooKeeperAccessPolicy door) {
		return new OwnConnectionDetails(zooKeeper.localConnectString(), door.operator());
	}

	@Bean
	SharedNamespace sharedNamespace(ZooKeeperConnection connection, ZooKeeperAccessPolicy door) {
		return new SharedNamespace((door.operator() != null) ? new NamespaceAclInitializer(connection) : null);
	}

	@Bean
	ZooKeeperHealthIndicator zookeeperHealthIndicator(EmbeddedZooKeeper zooKeeper,
			RegistryServerProperties properties) {
		return new ZooKeeperHealthIndicator(zooKeeper, properties.getEnsemble().getMembers());
	}

	@Bean
	ZooKeeperInfoContributor zookeeperInfoContributor(EmbeddedZooKeeper zooKeeper,
			RegistryServerProperties properties) {
		return new ZooKeeperInfoContributor(zooKeeper, properties.getEnsemble().getMembers());
	}

	/**
	 * The namespace, laid out for applications of several users where there are any.
	 */
	record SharedNamespace(@Nullable NamespaceAclInitializer guard) implements AutoCloseable {

		@Override
		public void close() {
			if (this.guard != null) {
				this.guard.close();
			}
		}

	}

	/**
	 * The way of this process to its own ZooKeeper, as the user who may do everything.
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
