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

import io.mprpc.internal.governance.GovernedInstanceDirectory;
import io.mprpc.internal.governance.RulesCodec;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.document.ZooKeeperDocumentStore;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.DocumentName;
import io.mprpc.registry.DocumentStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the rules that operators set at
 * run time, applied to the instances that consumers see.
 *
 * @since 0.1
 */
@AutoConfiguration(after = RpcRegistryAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "rpc.governance.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RpcGovernanceProperties.class)
public final class RpcGovernanceAutoConfiguration {

	@Bean
	@ConditionalOnBean(ZooKeeperConnection.class)
	@ConditionalOnMissingBean(DocumentStore.class)
	ZooKeeperDocumentStore rpcDocumentStore(ZooKeeperConnection connection, RpcRegistryProperties properties,
			ObjectProvider<ZooKeeperInstanceDirectory> directory) {
		ZooKeeperInstanceDirectory views = directory.getIfAvailable();
		return (views != null)
				? new ZooKeeperDocumentStore(connection, properties.getDebounce(), views,
						(name, text) -> !name.isIn(DocumentName.RULES) || RulesCodec.isReadable(text))
				: new ZooKeeperDocumentStore(connection, properties.getDebounce());
	}

	@Bean
	@ConditionalOnBean(DocumentStore.class)
	@ConditionalOnMissingBean
	RulesDirectory rpcRulesDirectory(DocumentStore documents) {
		return new RulesDirectory(documents);
	}

	@Bean
	@Primary
	@ConditionalOnBean({ RulesDirectory.class, ZooKeeperInstanceDirectory.class })
	@ConditionalOnMissingBean
	GovernedInstanceDirectory rpcGovernedInstanceDirectory(ZooKeeperInstanceDirectory instances, RulesDirectory rules) {
		return new GovernedInstanceDirectory(instances, rules);
	}

}
