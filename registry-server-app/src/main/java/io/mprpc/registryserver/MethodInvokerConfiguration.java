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

import java.util.Optional;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.InstanceDirectory;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.reports.ProcessAddresses;
import io.mprpc.registryserver.tryit.InstanceAddresses;
import io.mprpc.registryserver.tryit.InvocationSettings;
import io.mprpc.registryserver.tryit.MethodInvoker;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of manual method invocation.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MethodInvokerProperties.class)
class MethodInvokerConfiguration {

	@Bean
	MethodInvoker tryIt(MethodInvokerProperties properties, SslBundles bundles, InstanceDirectory instances,
			ObjectProvider<ProcessAddresses> reporting, ZooKeeperReach reach, Journal journal) {
		InvocationSettings settings = new InvocationSettings(properties.isEnabled(), properties.getDefaultDeadline(),
				properties.getMaxDeadline(), Math.toIntExact(properties.getMaxMessageSize().toBytes()),
				properties.getMaxConcurrentCalls(), InstanceCredentials.of(properties.getSslBundle(), bundles));
		InstanceAddresses addresses = new InstanceAddresses(
				reporting.getIfAvailable(() -> (publicKey) -> Optional.empty()), properties.allowedRanges(),
				reach.isLocalOnly());
		return new MethodInvoker(settings, instances, addresses, journal, TimeSource.system());
	}

}
