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

package io.mprpc.registryserver.reports;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.reports.ReportingClient.Identity;
import io.mprpc.registryserver.reports.port.ConnectionLimits;
import io.mprpc.registryserver.testing.SwitchedConnection;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static io.mprpc.registryserver.reports.ReportingClient.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportServer} with as many processes as it takes, twice as many
 * streams that prove nothing, and four times as many connections. The number is small in
 * a build, and 5,000 with {@code -Dmprpc.test.processes=5000}.
 */
class ReportServerScaleTests {

	private static final int PROCESSES = Integer.getInteger("mprpc.test.processes", 100);

	private static final int STREAMS_PER_CONNECTION = 50;

	private static final Duration LONG = Duration.ofMinutes(3);

	private final ReportsInMemory registry = new ReportsInMemory();

	private final ReportStreams streams = new ReportStreams();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<ManagedChannel> channels = new ArrayList<>();

	private ReportServer server;

	@BeforeEach
	void start() {
		StreamLimits limits = StreamLimits.of(PROCESSES)
			.withHandshakes(40, 40, STREAMS_PER_CONNECTION)
			.withTimeouts(Duration.ofSeconds(1), LONG, LONG, LONG);
		ReportServerSettings settings = new ReportServerSettings(new InetSocketAddress("127.0.0.1", 0),
				InsecureServerCredentials.create(), limits, new ConnectionLimits(2000, 500, 400));
		this.server = ReportServer.start(settings, this.streams,
				new ReportBackend(new SwitchedConnection(), this.registry, this.registry, this.registry), this.meters,
				TimeSource.system(), List.of());
	}

	@AfterEach
	void stop() {
		this.channels.forEach(ManagedChannel::shutdownNow);
		this.server.close();
	}

	@Test
	void processesReportBesideStreamsThatProveNothing() {
		List<ReportingClient> silent = new ArrayList<>();
		for (int i = 0; i < 2 * PROCESSES; i++) {
			silent.add(ReportingClient.open(Identity.of("silent", "test"), channel(i)));
		}
		await().atMost(LONG).until(() -> silent.stream().noneMatch(ReportingClient::isOpen));
		assertThat(silent).extracting((client) -> client.awaitEnd().getCode())
			.containsOnly(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED);
		// An address of which many streams have just failed waits for some seconds.
		await().atMost(LONG).until(this::isAdmitted);

		List<ReportingClient> accepted = new ArrayList<>();
		for (int i = 0; i < PROCESSES; i++) {
			Identity identity = Identity.of("shop" + i, "test");
			this.registry.registered.put(identity.publicKey(),
					this.registry.process(identity, "10.0." + i / 250 + '.' + i % 250 + ":1"));
			accepted.add(ReportingClient.accepted(identity, channel(i), this.server.name()).report(report()));
		}
		await().atMost(LONG)
			.until(() -> this.meters.get("rpc.registry.server.reports.received").counter().count() >= PROCESSES);
		assertThat(this.streams.accepted()).isEqualTo(PROCESSES);
		Identity more = Identity.of("more", "test");
		this.registry.register(more, "10.9.9.9:1");
		assertThat(ReportingClient.open(more, channel(PROCESSES)).handshake(this.server.name()).awaitEnd().getCode())
			.isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
		this.streams.set(Duration.ofSeconds(1));
		await().atMost(LONG).until(() -> accepted.stream().allMatch((client) -> client.settings().size() == 2));
	}

	@Test
	void connectionsWithoutStreamsAreBoundedAndClosed() throws Exception {
		List<Socket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < Math.min(4 * PROCESSES, 8000) + 400; i++) {
				Socket socket = new Socket();
				socket.connect(new InetSocketAddress("127.0.0.1", this.server.port()));
				sockets.add(socket);
				assertThat(connections()).isLessThanOrEqualTo(400);
			}
			await().atMost(LONG).until(() -> connections() == 0);
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
	}

	private boolean isAdmitted() {
		try (ReportingClient client = ReportingClient.open(Identity.of("first", "test"), channel(0)).hello()) {
			client.awaitChallengeOrEnd();
			return client.isOpen();
		}
	}

	private double connections() {
		return this.meters.get("rpc.registry.server.reports.connections").gauge().value();
	}

	private ManagedChannel channel(int number) {
		int index = number / STREAMS_PER_CONNECTION % (PROCESSES / STREAMS_PER_CONNECTION * 2);
		while (this.channels.size() <= index) {
			this.channels.add(Grpc
				.newChannelBuilderForAddress("127.0.0.1", this.server.port(), InsecureChannelCredentials.create())
				.build());
		}
		return this.channels.get(index);
	}

	private static Report.Builder report() {
		Report.Builder report = Report.newBuilder();
		for (int key = 1; key <= 20; key++) {
			report.addSeries(Series.newBuilder()
				.setKey(key)
				.setKind(SeriesKind.CONSUMED_METHOD)
				.setService("demo.Orders")
				.setMethod("Place" + key)
				.setCalls(key)
				.addBucketIndexes(key)
				.addBucketCalls(key));
		}
		return report;
	}

}
