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

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.polled.MethodKey;
import io.mprpc.registryserver.polled.PolledTraffic;
import io.mprpc.registryserver.polled.Target;
import io.mprpc.registryserver.polled.TrafficCollector;
import io.mprpc.registryserver.polled.TrafficSettings;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the call statistics that instances report.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PolledTrafficProperties.class)
class PolledTrafficConfiguration {

	@Bean
	TrafficCollector trafficCollector(PolledTrafficProperties properties, ZooKeeperInstanceDirectory instances,
			SslBundles bundles) {
		TrafficSettings settings = new TrafficSettings(properties.getInterval(), properties.getDeadline(),
				properties.getRetryInterval(), properties.getParallelism(), properties.getMaxInstances(),
				properties.getToken(), InstanceCredentials.of(properties.getSslBundle(), bundles));
		TrafficCollector collector = new TrafficCollector(settings, () -> targets(instances), TimeSource.system());
		if (properties.isEnabled()) {
			collector.start();
		}
		return collector;
	}

	@Bean
	PolledTraffic traffic(TrafficCollector collector, ZooKeeperInstanceDirectory instances) {
		return new PolledTraffic(collector, (service) -> endpoints(instances, service));
	}

	private static Collection<Target> targets(InstanceDirectory instances) {
		Map<Endpoint, String> applications = new TreeMap<>();
		Map<Endpoint, Set<MethodKey>> methods = new HashMap<>();
		for (ServiceName service : instances.services()) {
			for (RpcInstance instance : instances.view(service).instances()) {
				applications.putIfAbsent(instance.endpoint(), instance.metadata().application());
				Set<MethodKey> ofInstance = methods.computeIfAbsent(instance.endpoint(), (key) -> new HashSet<>());
				instance.methods().forEach((method) -> ofInstance.add(new MethodKey(service.value(), method)));
			}
		}
		return applications.entrySet()
			.stream()
			.map((entry) -> new Target(entry.getKey(), entry.getValue(),
					methods.getOrDefault(entry.getKey(), Set.of())))
			.toList();
	}

	private static Set<Endpoint> endpoints(InstanceDirectory instances, ServiceName service) {
		return instances.services().contains(service)
				? instances.view(service).instances().stream().map(RpcInstance::endpoint).collect(Collectors.toSet())
				: Set.of();
	}

}
