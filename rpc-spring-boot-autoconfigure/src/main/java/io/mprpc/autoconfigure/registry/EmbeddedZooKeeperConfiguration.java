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

import java.util.List;

import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.internal.zookeeper.embedded.EmbeddedZooKeeperSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Configuration of a ZooKeeper server inside the application, which is then the registry.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty("rpc.registry.embedded.enabled")
@ConditionalOnMissingBean(RpcRegistryConnectionDetails.class)
class EmbeddedZooKeeperConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedZooKeeperConfiguration.class);

	private static final List<String> OF_OTHER_SERVERS = List.of("rpc.registry.connect-string",
			"rpc.registry.auth.username", "rpc.registry.ssl.bundle");

	private static final String LOOPBACK = "127.0.0.1";

	@Bean
	EmbeddedZooKeeper rpcEmbeddedZooKeeper(RpcRegistryProperties properties, ZooKeeperLogLevels logLevels,
			Environment environment) {
		logLevels.applyToClient();
		logLevels.applyToServer();
		warnOfIgnored(Binder.get(environment));
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
		return new OwnServer(zooKeeper);
	}

	// Often set in a file that a profile for development adds to, so no reason to end the
	// start.
	private static void warnOfIgnored(Binder binder) {
		List<String> ignored = OF_OTHER_SERVERS.stream()
			.filter((property) -> binder.bind(property, String.class).map(StringUtils::hasText).orElse(false))
			.toList();
		if (!ignored.isEmpty()) {
			logger.warn("The application runs a registry of its own, because rpc.registry.embedded.enabled is set: "
					+ String.join(", ", ignored) + " is ignored. Applications of other processes that connect "
					+ "elsewhere are not seen");
		}
	}

	/**
	 * Connection details of the server inside the application.
	 */
	record OwnServer(EmbeddedZooKeeper zooKeeper) implements RpcRegistryConnectionDetails {

		@Override
		public String getConnectString() {
			return this.zooKeeper.connectString();
		}

	}

}
