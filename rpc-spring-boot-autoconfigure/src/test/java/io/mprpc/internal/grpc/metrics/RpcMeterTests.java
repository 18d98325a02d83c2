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

package io.mprpc.internal.grpc.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.mprpc.architecture.CommittedFile;
import io.mprpc.demo.ChatLine;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.GrpcApplication;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The meters that exist after real calls through the registry are those that are
 * documented, and say what they should.
 */
class RpcMeterTests {

	private GrpcApplication application;

	private MeterRegistry registry;

	private UserServiceGrpc.UserServiceBlockingStub users;

	@BeforeEach
	void start() {
		this.application = GrpcApplication.start(MeteredApplication.class, properties());
		this.registry = this.application.bean(MeterRegistry.class);
		InMemoryRegistry instances = this.application.bean(InMemoryRegistry.class);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> !instances.view(MeteredApplication.USERS).instances().isEmpty());
		this.users = UserServiceGrpc.newBlockingStub(this.application.channel("rpc:///demo.UserService"));
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void everyMeterThatExistsIsDocumentedWithItsTypeAndTags() {
		useAll();
		for (Meter meter : this.registry.getMeters()) {
			if (meter.getId().getName().startsWith("rpc.")) {
				RpcMeter documented = meter(meter.getId().getName());
				assertThat(meter.getId().getType()).as(documented.id()).isEqualTo(documented.type());
				assertThat(documented.tags()).containsAll(meter.getId().getTags().stream().map(Tag::getKey).toList());
			}
		}
	}

	@Test
	void everyMeterThatIsDocumentedExists() {
		useAll();
		Set<String> existing = this.registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.collect(Collectors.toCollection(TreeSet::new));
		for (RpcMeter meter : RpcMeter.values()) {
			assertThat(existing).contains(meter.id());
		}
	}

	@Test
	void theTableOfMetersIsUpToDate() {
		StringBuilder table = new StringBuilder("""
				# Meters

				This page is generated from the code (`RpcMeter`) and checked in the build.
				[observability.md](observability.md) describes how to use the meters. In Prometheus a dot becomes an
				underscore, a counter ends with `_total`, and a timer gives `_seconds_count`, `_seconds_sum` and
				`_seconds_max`.

				| meter | type | tags | description |
				| --- | --- | --- | --- |
				""");
		for (RpcMeter meter : RpcMeter.values()) {
			table.append("| `%s` | %s | %s | %s |\n".formatted(meter.id(), meter.type().name().toLowerCase(Locale.ROOT),
					meter.tags().stream().map((tag) -> '`' + tag + '`').collect(Collectors.joining(", ")),
					meter.description()));
		}
		CommittedFile.at("docs/meters.md").assertHolds(table.toString());
	}

	@Test
	void attemptsAreCountedByHowTheyEndedAndWhereTheyWent() {
		this.users.login(LoginRequest.getDefaultInstance());
		this.application.bean(DemoUsers.class)
			.next((observer) -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> this.users.getProfile(ProfileRequest.getDefaultInstance()));
		String instance = "127.0.0.1:" + this.application.port();
		assertThat(this.registry.get("rpc.client.attempts")
			.tags("service", "demo.UserService", "method", "Login", "kind", "first", "status", "OK", "instance",
					instance)
			.timer()
			.count()).isEqualTo(1);
		assertThat(this.registry.get("rpc.client.attempts")
			.tags("method", "GetProfile", "kind", "first", "status", "NOT_FOUND", "instance", instance)
			.timer()
			.count()).isEqualTo(1);
	}

	@Test
	void anAttemptThatIsSentBecauseTheFirstIsSlowIsAHedge() {
		UserServiceGrpc.UserServiceBlockingStub hedging = UserServiceGrpc
			.newBlockingStub(this.application.hedgingChannel("demo.UserService"));
		// So that the first attempt need not wait for a connection until the second is
		// due.
		hedging.getProfile(ProfileRequest.getDefaultInstance());
		this.application.bean(DemoUsers.class).next((observer) -> {
			// Never answers.
		});
		hedging.login(LoginRequest.getDefaultInstance());
		assertThat(this.registry.get("rpc.client.attempts")
			.tags("method", "Login", "kind", "hedge", "status", "OK")
			.timer()
			.count()).isEqualTo(1);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.registry.find("rpc.client.attempts")
				.tags("method", "Login", "kind", "first", "status", "CANCELLED")
				.timer() != null);
	}

	@Test
	void aCallThatReachesNoInstanceIsCounted() {
		UserServiceGrpc.UserServiceBlockingStub nowhere = UserServiceGrpc
			.newBlockingStub(this.application.channel("static://127.0.0.1:1"));
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> nowhere.login(LoginRequest.getDefaultInstance()));
		assertThat(this.registry.get("rpc.client.unsent")
			.tags("service", "demo.UserService", "method", "Login", "status", "UNAVAILABLE")
			.counter()
			.count()).isEqualTo(1);
		assertThat(this.registry.find("rpc.client.attempts").timer()).isNull();
	}

	@Test
	void callsThatAreServedNowAreCounted() throws Exception {
		ManagedChannel channel = this.application.channel("rpc:///demo.UserService");
		CompletableFuture<String> first = new CompletableFuture<>();
		CompletableFuture<String> end = new CompletableFuture<>();
		StreamObserver<ChatLine> chat = UserServiceGrpc.newStub(channel).chat(new StreamObserver<>() {

			@Override
			public void onNext(ChatLine line) {
				first.complete(line.getText());
			}

			@Override
			public void onError(Throwable error) {
				end.completeExceptionally(error);
			}

			@Override
			public void onCompleted() {
				end.complete("");
			}

		});
		chat.onNext(ChatLine.newBuilder().setText("hello").build());
		assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
		assertThat(this.registry.get("rpc.server.active").tags("method", "Chat").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("rpc.server.queue").tags("method", "Chat").timer().count()).isEqualTo(1);
		chat.onCompleted();
		end.get(30, TimeUnit.SECONDS);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.registry.get("rpc.server.active").tags("method", "Chat").gauge().value() == 0);
	}

	@Test
	void healthWatchesAreNoCallsThatAreServed() {
		ManagedChannel channel = this.application.channel();
		Iterator<HealthCheckResponse> watch = HealthGrpc.newBlockingStub(channel)
			.watch(HealthCheckRequest.getDefaultInstance());
		assertThat(watch.next().getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
		UserServiceGrpc.newBlockingStub(channel).login(LoginRequest.getDefaultInstance());
		for (String meter : new String[] { "rpc.server.active", "rpc.server.queue" }) {
			assertThat(this.registry.get(meter).meters()).extracting((each) -> each.getId().getTag("service"))
				.containsOnly("demo.UserService");
		}
	}

	@Test
	void instancesAreCountedByWhatTheBalancerThinksOfThem() {
		this.application.bean(InMemoryRegistry.class).put("demo.UserService", "127.0.0.1:1", "Login");
		this.users.withWaitForReady().login(LoginRequest.getDefaultInstance());
		await().atMost(Duration.ofSeconds(30))
			.until(() -> instances("seen") == 2 && instances("eligible") == 2 && instances("ready") == 1);
		assertThat(instances("ejected")).isZero();
		assertThat(instances("draining")).isZero();
	}

	@Test
	void theRegistrysStateAndTheAgeOfViewsAreTold() {
		assertThat(connection("CONNECTED")).isEqualTo(1);
		this.application.bean(MeteredApplication.ChangingConnection.class).become(RegistryConnection.State.LOST);
		assertThat(connection("CONNECTED")).isZero();
		assertThat(connection("LOST")).isEqualTo(1);
		assertThat(this.registry.get("rpc.registry.services").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("rpc.registry.view.age").timeGauge().value()).isZero();
		this.application.bean(InMemoryRegistry.class).state(ServiceView.State.STALE);
		assertThat(this.registry.get("rpc.registry.view.age").timeGauge().value()).isPositive();
		assertThat(this.registry.get("rpc.registry.snapshot.age").timeGauge().value()).isNaN();
		this.application.bean(InMemoryRegistry.class).state(ServiceView.State.SNAPSHOT);
		assertThat(this.registry.get("rpc.registry.snapshot.age").timeGauge().value()).isPositive();
		assertThat(this.registry.get("rpc.registry.repairs").functionCounter().count()).isEqualTo(6);
	}

	@Test
	void theTimeFromAChangesCommitToItsApplicationIsTold() {
		Timer propagation = this.registry.get("rpc.registry.propagation").timer();
		assertThat(propagation.count()).isZero();
		this.application.bean(MeteredApplication.Applied.class).tell(Duration.ofMillis(30));
		assertThat(propagation.count()).isEqualTo(1);
		assertThat(propagation.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
	}

	@Test
	void instancesAreNotToldApartWhereThatIsOff() {
		stop();
		this.application = GrpcApplication.start(MeteredApplication.class,
				properties("rpc.metrics.instance-tag=false"));
		this.registry = this.application.bean(MeterRegistry.class);
		UserServiceGrpc.newBlockingStub(this.application.channel()).login(LoginRequest.getDefaultInstance());
		assertThat(this.registry.get("rpc.client.attempts").timer().getId().getTag("instance")).isNull();
	}

	@Test
	void instancesBeyondTheLimitAreToldTogether() {
		stop();
		this.application = GrpcApplication.start(MeteredApplication.class, properties("rpc.metrics.instance-limit=1"));
		this.registry = this.application.bean(MeterRegistry.class);
		try (GrpcApplication other = GrpcApplication.start(MeteredApplication.class, properties())) {
			UserServiceGrpc.newBlockingStub(this.application.channel()).login(LoginRequest.getDefaultInstance());
			UserServiceGrpc.newBlockingStub(this.application.channel("static://127.0.0.1:" + other.port()))
				.login(LoginRequest.getDefaultInstance());
		}
		assertThat(this.registry.get("rpc.client.attempts").timers())
			.extracting((timer) -> timer.getId().getTag("instance"))
			.containsExactlyInAnyOrder("127.0.0.1:" + this.application.port(), "other");
	}

	@Test
	void dashboardAndAlertsUseMetersThatExist() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		useAll();
		Set<String> names = new TreeSet<>();
		for (Meter meter : this.registry.getMeters()) {
			names.add(prometheus.config()
				.namingConvention()
				.name(meter.getId().getName(), meter.getId().getType(), meter.getId().getBaseUnit()));
		}
		for (String file : new String[] { "docs/prometheus-rules.yml", "docs/grafana-dashboard.json" }) {
			Set<String> used = PrometheusNames.in(CommittedFile.repository().resolve(file));
			// Those of a registry server are checked there.
			used.removeIf((name) -> name.startsWith("rpc_registry_server_"));
			assertThat(used).as(file).isNotEmpty();
			for (String name : used) {
				assertThat(names).as("meters that exist, for " + name + " in " + file)
					.anyMatch((existing) -> name.equals(existing)
							|| name.matches(existing + "_(count|sum|max|bucket|total)"));
			}
		}
	}

	private void useAll() {
		this.users.login(LoginRequest.getDefaultInstance());
		aCallThatFailsToBeSent();
		this.registry.getMeters().forEach((meter) -> meter.measure().forEach((measurement) -> measurement.getValue()));
	}

	private void aCallThatFailsToBeSent() {
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> UserServiceGrpc.newBlockingStub(this.application.channel("static://127.0.0.1:1"))
				.login(LoginRequest.getDefaultInstance()));
	}

	private double instances(String state) {
		this.registry.get("rpc.client.channels").gauge().value();
		return this.registry.get("rpc.client.instances").tags("state", state).gauge().value();
	}

	private double connection(String state) {
		return this.registry.get("rpc.registry.connection").tags("state", state).gauge().value();
	}

	private static RpcMeter meter(String name) {
		for (RpcMeter meter : RpcMeter.values()) {
			if (meter.id().equals(name)) {
				return meter;
			}
		}
		throw new AssertionError(name + " is not documented in RpcMeter");
	}

	private static String[] properties(String... more) {
		List<String> all = new ArrayList<>(List.of(MeteredApplication.PROPERTIES));
		all.add("rpc.registry.enabled=true");
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

}
