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

import java.time.Duration;

import io.mprpc.autoconfigure.registry.RpcRegistryProperties;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.ZooKeeperConsumerDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.directory.ZooKeeperServiceNames;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.ConsumerDirectory;
import io.mprpc.registry.DocumentStore;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceNames;
import io.mprpc.registryserver.api.ChangeStreamSettings;
import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.catalog.CatalogSources;
import io.mprpc.registryserver.journal.ChangeRecorder;
import io.mprpc.registryserver.journal.ChangeRecorder.RecordedSources;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalSettings;
import io.mprpc.registryserver.journal.LocalRuleChanges;
import io.mprpc.registryserver.operation.MuteOperations;
import io.mprpc.registryserver.operation.MutedConsumers;
import io.mprpc.registryserver.operation.Operations;
import io.mprpc.registryserver.operation.RetiredServices;
import io.mprpc.registryserver.outage.Outages;
import io.mprpc.registryserver.traffic.Traffic;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the catalog, the journal and the operations of the registry server.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ JournalProperties.class, ChangeStreamProperties.class })
class CatalogConfiguration {

	@Bean
	ConsumerDirectory consumerDirectory(ZooKeeperConnection connection, RpcRegistryProperties properties) {
		return new ZooKeeperConsumerDirectory(connection, properties.getDebounce());
	}

	@Bean
	Catalog catalog(RegistryConnection connection, ZooKeeperInstanceDirectory instances, RulesDirectory rules,
			ConsumerDirectory consumers, ApplicationDirectory applications) {
		return new Catalog(new CatalogSources(connection, instances, rules, consumers, applications),
				TimeSource.system());
	}

	@Bean
	ServicesHealthIndicator servicesHealthIndicator(Catalog catalog, Outages outages) {
		return new ServicesHealthIndicator(catalog, outages);
	}

	@Bean
	ServiceMeters serviceMeters(Catalog catalog, Outages outages) {
		return new ServiceMeters(catalog, outages);
	}

	@Bean
	Journal journal(JournalProperties properties, RegistryServerProperties server) {
		return new Journal(
				new JournalSettings(properties.directoryIn(server.getDataDirectory()), properties.getMaxEntries()),
				TimeSource.system());
	}

	@Bean
	LocalRuleChanges ownChanges() {
		return new LocalRuleChanges();
	}

	@Bean
	ChangeRecorder changeRecorder(RegistryConnection connection, ZooKeeperInstanceDirectory instances,
			RulesDirectory rules, ConsumerDirectory consumers, Journal journal, LocalRuleChanges own) {
		return new ChangeRecorder(new RecordedSources(connection, instances, rules, consumers), journal, own,
				TimeSource.system());
	}

	@Bean
	ServiceNames serviceNames(ZooKeeperConnection connection) {
		return new ZooKeeperServiceNames(connection);
	}

	@Bean
	RetiredServices retiredServices(Catalog catalog, Operations operations, RegistryServerProperties properties) {
		Duration after = properties.getRemoveRetiredServicesAfter();
		RetiredServices retired = new RetiredServices(catalog, operations, after, TimeSource.system());
		if (after.compareTo(Duration.ZERO) > 0) {
			retired.start();
		}
		return retired;
	}

	@Bean
	Operations operations(Catalog catalog, ZooKeeperInstanceDirectory instances, RulesDirectory rules,
			ServiceNames names, Journal journal, LocalRuleChanges own) {
		return new Operations(catalog, instances, rules, names, journal, own, TimeSource.system());
	}

	@Bean
	MutedConsumers mutedApplications(DocumentStore documents) {
		return new MutedConsumers(documents);
	}

	@Bean
	MuteOperations muteOperations(Catalog catalog, DocumentStore documents, MutedConsumers muted, Journal journal) {
		return new MuteOperations(catalog, documents, muted, journal, TimeSource.system());
	}

	@Bean
	Outages outages(Catalog catalog, Traffic traffic) {
		return new Outages(catalog, traffic);
	}

	@Bean
	ChangeStreamSettings changeStreamSettings(ChangeStreamProperties properties) {
		return properties.settings();
	}

}
