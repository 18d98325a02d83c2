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

package io.mprpc.registryserver.reports.setup;

import java.io.UncheckedIOException;
import java.util.List;

import io.grpc.ServerServiceDefinition;
import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import io.mprpc.registryserver.reports.ReportBackend;
import io.mprpc.registryserver.reports.ReportServer;
import io.mprpc.registryserver.reports.ReportServerSettings;
import io.mprpc.registryserver.reports.ReportStreams;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import io.mprpc.registryserver.traffic.ReportReceiver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the report port.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReportsProperties.class)
class ReportsConfiguration {

	@Bean
	ReportStreams reportStreams() {
		return new ReportStreams();
	}

	/**
	 * The report port of this server, on which definitions of other services are served
	 * too.
	 */
	@Bean(destroyMethod = "close")
	@ConditionalOnBooleanProperty(name = "rpc.registry-server.reports.enabled", matchIfMissing = true)
	ReportServer reportServer(ReportsProperties properties, ZooKeeperProperties zooKeeper, SslBundles bundles,
			ReportStreams streams, RegistryConnection connection, ZooKeeperInstanceDirectory instances,
			RegisteredProcesses processes, ReportReceiver receiver, MeterRegistry meters,
			ObjectProvider<ServerServiceDefinition> services) {
		ReportServerSettings settings = ReportPortSetup.settings(properties, zooKeeper, bundles);
		ReportBackend backend = new ReportBackend(connection, processes, new RegisteredMethods(instances), receiver);
		List<ServerServiceDefinition> others = services.stream().toList();
		try {
			return ReportServer.start(settings, streams, backend, meters, TimeSource.system(), others);
		}
		catch (UncheckedIOException ex) {
			throw ReportPortSetup.unavailable(settings.address(), ex.getCause());
		}
	}

}
