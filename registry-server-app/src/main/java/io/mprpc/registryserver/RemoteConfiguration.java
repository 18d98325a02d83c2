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

import io.mprpc.autoconfigure.registry.RpcRegistryConnectionDetails;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registryserver.ensemble.RemoteZooKeeperHealthIndicator;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration in place of {@link EnsembleConfiguration} for an external ZooKeeper.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "rpc.registry-server.zookeeper.embedded", havingValue = false)
class RemoteConfiguration {

	@Bean
	ZooKeeperReach zookeeperReach(RpcRegistryConnectionDetails details) {
		return ZooKeeperReach.external(details.getConnectString());
	}

	@Bean
	RemoteZooKeeperHealthIndicator zookeeperHealthIndicator(RegistryConnection connection) {
		return new RemoteZooKeeperHealthIndicator(connection);
	}

}
