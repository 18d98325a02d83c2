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

package io.mprpc.registryserver.polled;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.mprpc.admin.v1.AdminServiceGrpc;
import io.mprpc.admin.v1.Bucket;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.admin.v1.GetFiguresRequest;
import io.mprpc.admin.v1.MethodFigures;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.TimeOfDay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for statistics of instances that send invalid or oversized responses.
 */
class HostileStatisticsTests {

	private static final ServiceName USERS = new ServiceName("demo.Users");

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final MethodKey LOGIN = new MethodKey("demo.Users", "Login");

	private final AtomicReference<UnaryOperator<GetFiguresReply>> answer = new AtomicReference<>(
			UnaryOperator.identity());

	private Server server;

	private TrafficCollector collector;

	private PolledTraffic traffic;

	@BeforeEach
	void start() throws IOException {
		this.server = NettyServerBuilder
			.forAddress(new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
			.addService(new Figures())
			.build()
			.start();
		Endpoint endpoint = new Endpoint("127.0.0.1", this.server.getPort());
		TrafficSettings settings = new TrafficSettings(Duration.ofMillis(20), Duration.ofSeconds(10),
				Duration.ofMillis(20), 1, 10, null, InsecureChannelCredentials.create());
		this.collector = new TrafficCollector(settings, () -> List.of(new Target(endpoint, "shop", Set.of(LOGIN))),
				new TimeOfDay(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"))));
		this.traffic = new PolledTraffic(this.collector, (service) -> Set.of(endpoint));
		this.collector.start();
		await().atMost(LONG).until(() -> state() == PollState.MEASURED);
	}

	@AfterEach
	void stop() {
		this.collector.close();
		this.server.shutdownNow();
	}

	@Test
	void halfAMillionBucketsAreNotUsed() {
		List<Bucket> buckets = new ArrayList<>();
		for (int i = 0; i < 500_000; i++) {
			buckets.add(Bucket.newBuilder().setIndex(i).setCalls(1).build());
		}
		List<Long> bounds = new ArrayList<>();
		for (long i = 1; i <= 255; i++) {
			bounds.add(i);
		}
		assertInvalid((reply) -> reply.toBuilder()
			.clearBoundsNanos()
			.addAllBoundsNanos(bounds)
			.setProvided(0, reply.getProvided(0).toBuilder().clearBuckets().addAllBuckets(buckets))
			.build());
	}

	@Test
	void invalidStatisticsAreIgnored() {
		assertInvalid((reply) -> reply.toBuilder().addBoundsNanos(5).build());
		assertInvalid((reply) -> reply.toBuilder().setBoundsNanos(0, -1).build());
		assertInvalid((reply) -> reply.toBuilder().setLife("x".repeat(1000)).build());
		assertInvalid((reply) -> reply.toBuilder().setApplication("x".repeat(1000)).build());
		assertInvalid(
				(reply) -> reply.toBuilder().setProvided(0, reply.getProvided(0).toBuilder().setCalls(-5)).build());
		assertInvalid((reply) -> reply.toBuilder()
			.setProvided(0, reply.getProvided(0).toBuilder().setBuckets(0, Bucket.newBuilder().setIndex(-1)))
			.build());
	}

	@Test
	void numbersAreBoundedAndWhatIsNotRegisteredIsNotRemembered() {
		this.answer.set((reply) -> {
			GetFiguresReply.Builder changed = reply.toBuilder()
				.setProvided(0, reply.getProvided(0).toBuilder().setCalls(Long.MAX_VALUE).setErrors(Long.MAX_VALUE));
			for (int i = 0; i < 5000; i++) {
				changed.addProvided(MethodFigures.newBuilder().setService("s" + i).setMethod("m").setCalls(1));
				changed.addConsumed(MethodFigures.newBuilder().setService("s" + i).setMethod("m").setCalls(1));
			}
			return changed.build();
		});
		await().atMost(LONG).until(() -> !this.traffic.edges().isEmpty());
		Rate live = this.traffic.service(USERS).live();
		assertThat(live.callsPerSecond()).isFinite().isNotNegative();
		assertThat(live.errorRate()).isBetween(0.0, 1.0);
		assertThat(this.traffic.edges().values()).singleElement()
			.extracting(Map::size)
			.isEqualTo(AnswerReader.MAX_METHODS);
		assertThat(this.collector.history().size()).as("the service, its method, its instance").isEqualTo(3);
	}

	private void assertInvalid(UnaryOperator<GetFiguresReply> changed) {
		this.answer.set(changed);
		await().atMost(LONG).until(() -> state() == PollState.INVALID);
		assertThat(this.traffic.service(USERS).live()).isEqualTo(Rate.NONE);
		this.answer.set(UnaryOperator.identity());
		await().atMost(LONG).until(() -> state() == PollState.MEASURED);
	}

	private PollState state() {
		return this.traffic.service(USERS)
			.instances()
			.stream()
			.findFirst()
			.map((each) -> each.state())
			.orElse(PollState.WAITING);
	}

	/** Service that returns configured responses. */
	private final class Figures extends AdminServiceGrpc.AdminServiceImplBase {

		private long calls;

		@Override
		public void getFigures(GetFiguresRequest request, StreamObserver<GetFiguresReply> observer) {
			this.calls += 10;
			GetFiguresReply sound = GetFiguresReply.newBuilder()
				.setApplication("shop")
				.setLife("life")
				.addBoundsNanos(1_000_000)
				.addBoundsNanos(2_000_000)
				.addProvided(MethodFigures.newBuilder()
					.setService(LOGIN.service())
					.setMethod(LOGIN.method())
					.setCalls(this.calls)
					.addBuckets(Bucket.newBuilder().setIndex(1).setCalls(this.calls)))
				.build();
			observer.onNext(HostileStatisticsTests.this.answer.get().apply(sound));
			observer.onCompleted();
		}

	}

}
