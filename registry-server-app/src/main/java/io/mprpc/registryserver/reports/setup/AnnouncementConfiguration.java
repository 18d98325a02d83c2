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

import java.net.InetAddress;
import java.net.InetSocketAddress;

import io.grpc.ServerServiceDefinition;
import io.mprpc.autoconfigure.registry.RpcRegistryProperties;
import io.mprpc.internal.registry.ReportKey;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.ZooKeeperAnnouncedServers;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.registryserver.InstanceCredentials;
import io.mprpc.registryserver.ensemble.ZooKeeperAccessPolicy;
import io.mprpc.registryserver.ensemble.ZooKeeperProperties;
import io.mprpc.registryserver.ensemble.ZooKeeperReach;
import io.mprpc.registryserver.members.HistoryClient;
import io.mprpc.registryserver.members.HistoryFiller;
import io.mprpc.registryserver.members.HistoryService;
import io.mprpc.registryserver.members.MemberThreads;
import io.mprpc.registryserver.members.Members;
import io.mprpc.registryserver.members.OwnAnnouncement;
import io.mprpc.registryserver.reports.ReportServer;
import io.mprpc.registryserver.traffic.history.HistoryExchange;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.commons.util.InetUtils;
import org.springframework.cloud.commons.util.InetUtilsProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configuration of the announcement of this server, and of the history that members of an
 * ensemble ask from one another.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "rpc.registry-server.reports.enabled", matchIfMissing = true)
class AnnouncementConfiguration {

	@Bean
	ReportKey registryServerKey() {
		return ReportKey.generate();
	}

	@Bean
	OwnAnnouncement ownAnnouncement() {
		return new OwnAnnouncement();
	}

	@Bean(destroyMethod = "close")
	ZooKeeperAnnouncedServers registryServers(ZooKeeperConnection connection, RpcRegistryProperties properties) {
		return new ZooKeeperAnnouncedServers(connection, properties.getDebounce());
	}

	@Bean
	Members registryMembers(ZooKeeperConnection connection, ReportKey key, OwnAnnouncement own,
			ZooKeeperAnnouncedServers servers) {
		return new Members(connection.namespace(), key, own, servers);
	}

	// Not an executor: Spring Boot would make none of its own.
	@Bean(destroyMethod = "close")
	MemberThreads memberThreads() {
		return new MemberThreads();
	}

	@Bean
	ServerServiceDefinition registryHistoryService(Members members, HistoryExchange history, MemberThreads threads) {
		return new HistoryService(members, history, TimeSource.system(), threads.timer()).bindService();
	}

	@Bean(destroyMethod = "close")
	ServerAnnouncer serverAnnouncer(ReportServer reports, ReportsProperties properties, ZooKeeperProperties zooKeeper,
			ZooKeeperReach reach, ReportKey key, ZooKeeperConnection connection,
			ObjectProvider<ZooKeeperAccessPolicy> policy, ObjectProvider<InetUtils> inetUtils, OwnAnnouncement own) {
		InetUtils network = inetUtils.getIfAvailable(() -> new InetUtils(new InetUtilsProperties()));
		boolean operator = policy.stream().anyMatch((known) -> known.operator() != null);
		InetAddress bound = ReportPortSetup.address(properties, zooKeeper).getAddress();
		ServerAnnouncer announcer = ServerAnnouncer.announce(reports, new InetSocketAddress(bound, reports.port()),
				ReportPortSetup.bundle(properties, zooKeeper) != null,
				ReportPortAddress.of(properties, network::findFirstNonLoopbackAddress), reach, key, connection,
				operator);
		own.follow(announcer::announced);
		return announcer;
	}

	@Bean
	HistoryFiller historyFiller(Members members, HistoryExchange history, ReportsProperties properties,
			ZooKeeperProperties zooKeeper, SslBundles bundles, MemberThreads threads) {
		String bundle = ReportPortSetup.bundle(properties, zooKeeper);
		HistoryClient client = new HistoryClient(members, history,
				(bundle != null) ? InstanceCredentials.of(bundle, bundles) : null, TimeSource.system());
		HistoryFiller filler = new HistoryFiller(members, history, client, TimeSource.system());
		filler.start(threads.timer());
		return filler;
	}

}
