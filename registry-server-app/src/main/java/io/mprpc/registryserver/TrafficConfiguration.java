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

import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registryserver.operation.MutedConsumers;
import io.mprpc.registryserver.traffic.RegisteredProcesses;
import io.mprpc.registryserver.traffic.ReportInterval;
import io.mprpc.registryserver.traffic.ReportReceiver;
import io.mprpc.registryserver.traffic.history.HistoryExchange;
import io.mprpc.registryserver.traffic.live.ReportedTraffic;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the call statistics that processes report.
 */
@Configuration(proxyBeanMethods = false)
class TrafficConfiguration {

	/**
	 * The statistics. The report port needs them, and they tell it the interval.
	 */
	@Bean
	ReportedTraffic reportedTraffic(ZooKeeperInstanceDirectory instances, ConsumerDirectory consumers,
			ObjectProvider<ReportInterval> interval, MutedConsumers muted) {
		return new ReportedTraffic(instances, consumers, (next) -> interval.ifAvailable((target) -> target.set(next)),
				muted);
	}

	@Bean
	ReportReceiver reportReceiver(ReportedTraffic traffic) {
		return traffic.receiver();
	}

	@Bean
	RegisteredProcesses registeredProcesses(ReportedTraffic traffic) {
		return traffic.registered();
	}

	@Bean
	HistoryExchange historyExchange(ReportedTraffic traffic) {
		return traffic.history();
	}

	@Bean
	TrafficMeters trafficMeters(ReportedTraffic traffic) {
		return new TrafficMeters(traffic);
	}

}
