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

import java.util.concurrent.ForkJoinPool;

import io.grpc.TlsChannelCredentials;
import io.mprpc.autoconfigure.consumer.RpcConsumerAutoConfiguration;
import io.mprpc.autoconfigure.consumer.RpcRoutingAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcGovernanceAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcRegistryAutoConfiguration;
import io.mprpc.autoconfigure.registry.RpcRegistryProperties;
import io.mprpc.internal.configuration.ApplicationName;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.grpc.balancer.RoutingExplainer;
import io.mprpc.internal.grpc.client.ConsumerIdentity;
import io.mprpc.internal.grpc.report.ConsumedCalls;
import io.mprpc.internal.grpc.report.MachineLoad;
import io.mprpc.internal.grpc.report.ProvidedCalls;
import io.mprpc.internal.grpc.report.ReportedCalls;
import io.mprpc.internal.grpc.report.stream.ExplanationWriter;
import io.mprpc.internal.grpc.report.stream.ProcessKey;
import io.mprpc.internal.grpc.report.stream.ReportChannels;
import io.mprpc.internal.grpc.report.stream.ReportContent;
import io.mprpc.internal.grpc.report.stream.ReportIdentity;
import io.mprpc.internal.grpc.report.stream.ReportStreams;
import io.mprpc.internal.grpc.report.stream.ReportThread;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.internal.registry.RecentChanges;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.ZooKeeperAnnouncedServers;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for reports to the registry servers
 * that are announced in ZooKeeper. None of its beans exists where reports are disabled,
 * where there is no ZooKeeper, or where the application runs one of its own.
 *
 * @since 0.1
 */
@AutoConfiguration(after = { RpcRegistryAutoConfiguration.class, RpcConsumerAutoConfiguration.class,
		RpcRoutingAutoConfiguration.class, RpcGovernanceAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "rpc.reports.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "rpc.registry.embedded.enabled", havingValue = false, matchIfMissing = true)
@ConditionalOnBean(ZooKeeperConnection.class)
@EnableConfigurationProperties(RpcReportsProperties.class)
public final class RpcReportsAutoConfiguration {

	@Bean
	ReportThread rpcReportThread() {
		return new ReportThread();
	}

	@Bean
	ProcessKey rpcProcessKey(ReportThread thread) {
		return ProcessKey.generate(thread);
	}

	@Bean
	ReportedCalls rpcReportedCalls() {
		return new ReportedCalls(TimeSource.system());
	}

	@Bean
	ConsumedCalls rpcReportedConsumedCalls(ReportedCalls calls) {
		return calls.consumed();
	}

	@Bean
	ProvidedCalls rpcReportedProvidedCalls(ReportedCalls calls) {
		return calls.provided();
	}

	@Bean
	@ConditionalOnMissingBean(AnnouncedServers.class)
	ZooKeeperAnnouncedServers rpcAnnouncedServers(ZooKeeperConnection connection, RpcRegistryProperties properties) {
		return new ZooKeeperAnnouncedServers(connection, properties.getDebounce());
	}

	@Bean
	ReportChannels rpcReportChannels(RpcRegistryProperties properties, ObjectProvider<SslBundles> bundles) {
		String bundleName = properties.getSsl().getBundle();
		if (bundleName == null) {
			return new ReportChannels(TlsChannelCredentials::create, false);
		}
		return new ReportChannels(() -> {
			SslBundle bundle = bundles.getObject().getBundle(bundleName);
			return TlsChannelCredentials.newBuilder()
				.trustManager(bundle.getManagers().getTrustManagers())
				.keyManager(bundle.getManagers().getKeyManagers())
				.build();
		}, true);
	}

	@Bean
	ReportContent rpcReportContent(ReportedCalls calls, ObjectProvider<RoutingExplainer> explainer,
			ObjectProvider<RulesDirectory> rules, ObjectProvider<RecentChanges> changes) {
		return new ReportContent(calls, () -> new MachineLoad(ForkJoinPool.commonPool(), TimeSource.system())::sample,
				new ExplanationWriter(explainer.getIfAvailable(RoutingExplainer::new), rules.getIfAvailable(),
						changes.getIfAvailable()));
	}

	/**
	 * Also in an application that creates its beans lazily, because no other bean needs
	 * the streams.
	 */
	@Bean
	@Lazy(false)
	ReportStreams rpcReportStreams(ReportThread thread, ProcessKey key, ReportContent content, AnnouncedServers servers,
			ZooKeeperConnection connection, ReportChannels channels, ObjectProvider<ConsumerIdentity> identities,
			Environment environment) {
		ConsumerIdentity identity = identities
			.getIfAvailable(() -> new ConsumerIdentity(ApplicationName.of(environment),
					() -> environment.getProperty("rpc.server.advertised-host", "localhost"), () -> null));
		return new ReportStreams(thread, new ReportIdentity(identity::process, key), content, servers, connection,
				channels);
	}

}
