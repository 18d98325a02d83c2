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

import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.autoconfigure.consumer.RpcRoutingAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcGovernanceAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.registry.RegistryConnection;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for reports to the registry servers
 * that are announced in ZooKeeper. None of its beans exists where reports are disabled,
 * where there is no registry, or where the application runs one of its own.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { RpcRegistryAutoConfiguration.class, RpcConsumerAutoConfiguration.class,
		RpcRoutingAutoConfiguration.class, RpcGovernanceAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "rpc.reports.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "rpc.registry.embedded.enabled", havingValue = false, matchIfMissing = true)
@ConditionalOnBean(RegistryConnection.class)
@EnableConfigurationProperties(RpcReportsProperties.class)
@Import({ AnnouncedServersConfiguration.class, ReportStreamsConfiguration.class })
public final class RpcReportsAutoConfiguration {

}
