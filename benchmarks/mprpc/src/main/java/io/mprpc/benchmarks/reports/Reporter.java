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
package io.mprpc.benchmarks.reports;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

import io.grpc.TlsChannelCredentials;
import io.mprpc.internal.grpc.report.stream.ProcessKey;
import io.mprpc.internal.grpc.report.stream.ReportChannels;
import io.mprpc.internal.grpc.report.stream.ReportContent;
import io.mprpc.internal.grpc.report.stream.ReportIdentity;
import io.mprpc.internal.grpc.report.stream.ReportStreams;
import io.mprpc.internal.grpc.report.stream.ReportThread;
import io.mprpc.internal.grpc.report.stream.StreamStatus;
import io.mprpc.internal.registry.AnnouncedServers;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstancePublisher;
import io.mprpc.registry.InstancePublisher.Publication;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.reports.v1.Load;
import io.mprpc.reports.v1.SeriesKind;

/**
 * One simulated process: its nodes in the registry and its streams, with a key, a thread
 * and connections of its own as in a process of an application. Serves one service and
 * calls all instances of the next one.
 */
final class Reporter implements AutoCloseable {

	private static final double CALLS_PER_SECOND = 20;

	private final ReportThread thread = new ReportThread(TimeSource.system(), new Random());

	private final ProcessKey key = ProcessKey.generate(this.thread);

	private final Mesh mesh;

	private final int number;

	private final String uuid = UUID.randomUUID().toString();

	private Publication publication;

	private ConsumerReference reference;

	private ReportStreams streams;

	Reporter(Mesh mesh, int number) {
		this.mesh = mesh;
		this.number = number;
	}

	void register(InstancePublisher publisher) {
		ServiceName provided = this.mesh.service(this.number);
		ServiceName consumed = this.mesh.calledBy(this.number);
		String application = "application-" + this.mesh.serviceNumber(this.number);
		Endpoint endpoint = this.mesh.endpoint(this.number);
		String encoded = this.key.encodedForNode();
		InstanceMetadata metadata = new InstanceMetadata(this.uuid, application, "1", InstanceMetadata.DEFAULT_WEIGHT,
				"", Map.of(), InstanceStatus.UP, Instant.now(), Map.of())
			.withReportKey(encoded);
		Set<String> methods = new TreeSet<>(this.mesh.methods());
		this.publication = publisher.publish(new ProviderInstance(application, endpoint,
				List.of(new RpcInstance(provided, endpoint, methods, metadata)), metadata, Map.of()));
		this.reference = new ConsumerReference(consumed, application, endpoint.host(), 1000 + this.number, this.uuid,
				encoded);
		publisher.registerConsumer(this.reference);
	}

	boolean isRegistered() {
		return this.publication.state() == Publication.State.PUBLISHED;
	}

	/** Identity as the registry servers know it. */
	String id() {
		return this.reference.toString();
	}

	void open(AnnouncedServers servers, RegistryConnection connection, Supplier<Load> load) {
		this.streams = new ReportStreams(this.thread, new ReportIdentity(this::id, this.key),
				new ReportContent(calls(), () -> load, (service, method) -> List.of()), servers, connection,
				new ReportChannels(TlsChannelCredentials::create, false));
	}

	int accepted() {
		return (int) this.streams.statuses()
			.stream()
			.filter((each) -> each.state() == StreamStatus.State.REPORTING)
			.count();
	}

	ReportStreams streams() {
		return this.streams;
	}

	private SyntheticCalls calls() {
		SyntheticCalls calls = new SyntheticCalls(CALLS_PER_SECOND);
		String provided = this.mesh.service(this.number).value();
		String consumed = this.mesh.calledBy(this.number).value();
		for (String method : this.mesh.methods()) {
			calls.addMethod(SeriesKind.PROVIDED_METHOD, provided, method);
			calls.addMethod(SeriesKind.CONSUMED_METHOD, consumed, method);
		}
		List<Endpoint> peers = this.mesh.peers(this.number);
		double share = (double) this.mesh.methods().size() / peers.size();
		peers.forEach((peer) -> calls.addInstance(consumed, peer.toString(), share));
		return calls;
	}

	@Override
	public void close() {
		if (this.streams != null) {
			this.streams.close();
		}
		this.thread.close();
	}

}
