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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import io.grpc.TlsChannelCredentials;
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
import io.mprpc.registry.RegistryConnection;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * Configuration of the streams to registry servers, and of what they carry.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(AnnouncedServers.class)
class ReportStreamsConfiguration {

	@Bean
	ReportThread rpcReportThread() {
		return new ReportThread(TimeSource.system(), () -> ThreadLocalRandom.current().nextLong());
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
	ReportChannels rpcReportChannels(ObjectProvider<SslBundles> bundles, Environment environment) {
		String bundleName = environment.getProperty("rpc.registry.ssl.bundle", "");
		if (bundleName.isEmpty()) {
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
		Supplier<MachineLoad> loads = MachineLoad.loads(TimeSource.system());
		return new ReportContent(calls, () -> loads.get()::sample, new ExplanationWriter(
				explainer.getIfAvailable(RoutingExplainer::new), rules.getIfAvailable(), changes.getIfAvailable()));
	}

	/**
	 * Also in an application that creates its beans lazily, because no other bean needs
	 * the streams.
	 */
	@Bean
	@Lazy(false)
	ReportStreams rpcReportStreams(ReportThread thread, ProcessKey key, ReportContent content, AnnouncedServers servers,
			RegistryConnection connection, ReportChannels channels, ObjectProvider<ConsumerIdentity> identities,
			Environment environment) {
		ConsumerIdentity identity = identities
			.getIfAvailable(() -> new ConsumerIdentity(ApplicationName.of(environment),
					() -> environment.getProperty("rpc.server.advertised-host", "localhost"),
					() -> CompletableFuture.completedFuture(null)));
		return new ReportStreams(thread, new ReportIdentity(identity::process, key), content, servers, connection,
				channels);
	}

}
