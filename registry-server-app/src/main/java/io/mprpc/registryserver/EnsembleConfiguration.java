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
import java.util.SortedMap;
import java.util.TreeMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.autoconfigure.RpcRegistryConnectionDetails;
import io.mprpc.registry.zookeeper.embedded.EmbeddedZooKeeper;
import io.mprpc.registry.zookeeper.embedded.EmbeddedZooKeeperSettings;
import io.mprpc.registry.zookeeper.embedded.EnsembleSettings;
import io.mprpc.registry.zookeeper.embedded.EnsembleSettings.Member;
import io.mprpc.registryserver.ensemble.MicrometerMetricsProvider;
import io.mprpc.registryserver.ensemble.ZooKeeperHealthIndicator;
import io.mprpc.registryserver.ensemble.ZooKeeperInfoContributor;
import io.mprpc.registryserver.ensemble.ZooKeeperMeters;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the room {@code ensemble}: the embedded ZooKeeper, its health and its meters.
 */
@Configuration(proxyBeanMethods = false)
class EnsembleConfiguration {

	@Bean
	ZooKeeperMeters zookeeperMeters(MeterRegistry registry) {
		return new ZooKeeperMeters(registry);
	}

	@Bean(destroyMethod = "close")
	EmbeddedZooKeeper embeddedZooKeeper(RegistryServerProperties properties, ZooKeeperMeters meters) {
		Map<String, String> zookeeper = new HashMap<>(MicrometerMetricsProvider.configurationFor(meters));
		zookeeper.putAll(properties.getZookeeper());
		return EmbeddedZooKeeper.start(EmbeddedZooKeeperSettings.defaults()
			.withAddress(properties.getHost(), properties.getPort())
			.withDataDirectory(properties.getDataDirectory())
			.withStartTimeout(properties.getStartTimeout())
			.withTiming(properties.getTickTime(), properties.getMinSessionTimeout(), properties.getMaxSessionTimeout())
			.withEnsemble(ensemble(properties.getEnsemble()))
			.withProperties(zookeeper));
	}

	@Bean
	RpcRegistryConnectionDetails embeddedZooKeeperConnectionDetails(EmbeddedZooKeeper zooKeeper) {
		return zooKeeper::connectString;
	}

	@Bean
	ZooKeeperHealthIndicator zookeeperHealthIndicator(EmbeddedZooKeeper zooKeeper) {
		return new ZooKeeperHealthIndicator(zooKeeper);
	}

	@Bean
	ZooKeeperInfoContributor zookeeperInfoContributor(EmbeddedZooKeeper zooKeeper) {
		return new ZooKeeperInfoContributor(zooKeeper);
	}

	private static @Nullable EnsembleSettings ensemble(RegistryServerProperties.Ensemble properties) {
		if (properties.getMembers().isEmpty()) {
			return null;
		}
		SortedMap<Integer, Member> members = new TreeMap<>();
		properties.getMembers().forEach((id, member) -> members.put(id, Member.parse(member)));
		return new EnsembleSettings(properties.getId(), members);
	}

}
