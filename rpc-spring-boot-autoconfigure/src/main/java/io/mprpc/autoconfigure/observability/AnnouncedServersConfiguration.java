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

package io.mprpc.autoconfigure.observability;

import io.mprpc.autoconfigure.registry.RpcRegistryProperties;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.internal.zookeeper.directory.ZooKeeperAnnouncedServers;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the view of registry servers that are announced in ZooKeeper.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(ZooKeeperConnection.class)
@ConditionalOnMissingBean(AnnouncedServers.class)
class AnnouncedServersConfiguration {

	@Bean
	ZooKeeperAnnouncedServers rpcAnnouncedServers(ZooKeeperConnection connection, RpcRegistryProperties properties) {
		return new ZooKeeperAnnouncedServers(connection, properties.getDebounce());
	}

}
