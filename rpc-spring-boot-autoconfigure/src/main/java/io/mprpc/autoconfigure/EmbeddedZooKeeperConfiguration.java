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

import io.mprpc.registry.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registry.zookeeper.embedded.EmbeddedZooKeeperSettings;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A ZooKeeper server inside the application, which is then the registry.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("rpc.registry.embedded.enabled")
@ConditionalOnMissingBean(RpcRegistryConnectionDetails.class)
class EmbeddedZooKeeperConfiguration {

	private static final String LOOPBACK = "127.0.0.1";

	@Bean
	EmbeddedZooKeeper rpcEmbeddedZooKeeper(RpcRegistryProperties properties) {
		RpcRegistryProperties.Embedded embedded = properties.getEmbedded();
		EmbeddedZooKeeperSettings settings;
		try {
			settings = EmbeddedZooKeeperSettings.defaults()
				.withAddress(LOOPBACK, embedded.getPort())
				.withDataDirectory(embedded.getDataDirectory());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidRegistryPropertyException("rpc.registry.embedded.port", embedded.getPort(), ex);
		}
		return EmbeddedZooKeeper.start(settings);
	}

	@Bean
	RpcRegistryConnectionDetails rpcEmbeddedRegistryConnectionDetails(EmbeddedZooKeeper zooKeeper) {
		return zooKeeper::connectString;
	}

}
