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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.GrpcApplication;
import io.mprpc.testing.TimeOfDay;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.grpc.server.ServerBuilderCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Traffic} with real instances, which are called.
 */
class TrafficTests {

	private static final ServiceName USERS = new ServiceName("demo.UserService");

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String ENABLED = "rpc.server.admin.enabled=true";

	private static final Set<MethodKey> METHODS = UserServiceGrpc.getServiceDescriptor()
		.getMethods()
		.stream()
		.map((method) -> new MethodKey(USERS.value(), String.valueOf(method.getBareMethodName())))
		.collect(Collectors.toSet());

	private final List<AutoCloseable> opened = new ArrayList<>();

	private final List<Target> targets = new CopyOnWriteArrayList<>();

	private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void callsOfAllInstancesAreSeenByServiceMethodInstanceAndConsumer() {
		GrpcApplication first = instance(ENABLED);
		GrpcApplication second = instance(ENABLED);
		PolledTraffic traffic = collect(null);
		ServiceTraffic seen = await().atMost(LONG).until(() -> {
			login(first);
			login(second);
			fail(second);
			return traffic.service(USERS);
		}, TrafficTests::isAllCalled);
		assertThat(seen.measured()).isEqualTo(2);
		assertThat(seen.methods()).extracting(ServiceTraffic.OfMethod::method).containsExactly("GetProfile", "Login");
		assertThat(seen.methods().get(0).live().errorRate()).isEqualTo(1);
		assertThat(seen.methods().get(1).live().errorRate()).isZero();
		assertThat(seen.live().p50Millis()).isPositive();
		assertThat(seen.live().p99Millis()).isGreaterThanOrEqualTo(seen.live().p50Millis());
		assertThat(seen.live().callsPerSecond()).isEqualTo(
				seen.instances().stream().mapToDouble((instance) -> instance.live().callsPerSecond()).sum(),
				within(0.001));
		assertThat(seen.consumers()).singleElement().satisfies((consumer) -> {
			assertThat(consumer.application()).isEqualTo("shop");
			assertThat(consumer.live().callsPerSecond()).isPositive();
		});
		this.time.set(this.time.get().plusSeconds(15));
		assertThat(traffic.service(USERS).history()).first()
			.satisfies((moment) -> assertThat(moment.callsPerSecond()).isPositive());
		assertThat(traffic.method(USERS, "GetProfile")).first()
			.satisfies((moment) -> assertThat(moment.errorRate()).isEqualTo(1));
		OfferTraffic offer = traffic.instance(USERS, endpoint(first)).orElseThrow();
		assertThat(offer.state()).isEqualTo(PollState.MEASURED);
		assertThat(offer.history()).first().satisfies((moment) -> {
			assertThat(moment.errorRate()).isZero();
			assertThat(moment.p50Millis()).isPositive();
		});
		assertThat(traffic.instance(USERS, new Endpoint("127.0.0.1", 1))).isEmpty();
	}

	@Test
	void anInstanceWithoutAdminServiceIsNoticedAndNotAskedAgainSoon() {
		GrpcApplication silent = instance();
		GrpcApplication telling = instance(ENABLED);
		PolledTraffic traffic = collect(null);
		await().atMost(LONG).until(() -> state(traffic, silent) == PollState.NO_ADMIN_SERVICE);
		int before = telling.bean(Asked.class).times.get();
		await().atMost(LONG).until(() -> telling.bean(Asked.class).times.get() > before + 5);
		assertThat(silent.bean(Asked.class).times).hasValue(1);
		assertThat(traffic.service(USERS).measured()).isEqualTo(1);
	}

	@Test
	void hostsThatCannotBeCalledKeepNobodyFromBeingAsked() {
		// More than are polled at the same time.
		for (int i = 0; i < 3; i++) {
			this.targets.add(new Target(new Endpoint("my_host", 1 + i), "shop", METHODS));
		}
		GrpcApplication telling = instance(ENABLED);
		PolledTraffic traffic = collect(null);
		await().atMost(LONG).until(() -> state(traffic, telling) == PollState.MEASURED);
	}

	@Test
	void anInstanceThatWantsAnotherTokenIsNoticed() {
		GrpcApplication right = instance(ENABLED, "rpc.server.admin.token=right");
		GrpcApplication wrong = instance(ENABLED, "rpc.server.admin.token=wrong");
		PolledTraffic traffic = collect("right");
		await().atMost(LONG)
			.until(() -> state(traffic, right) == PollState.MEASURED && state(traffic, wrong) == PollState.REFUSED);
	}

	@Test
	void anInstanceThatDiesHasNoCallsAndOneThatLeavesIsForgotten() {
		GrpcApplication dying = instance(ENABLED);
		PolledTraffic traffic = collect(null);
		await().atMost(LONG).until(() -> state(traffic, dying) == PollState.MEASURED);
		dying.close();
		await().atMost(LONG).until(() -> traffic.service(USERS).instances().get(0).state() == PollState.UNREACHABLE);
		assertThat(traffic.service(USERS).live()).isEqualTo(Rate.NONE);
		this.targets.clear();
		await().atMost(LONG).until(() -> traffic.service(USERS).instances().isEmpty());
	}

	private static boolean isAllCalled(ServiceTraffic service) {
		return service.methods().size() == 2 && service.instances().size() == 2
				&& service.methods().stream().allMatch((method) -> method.live().callsPerSecond() > 0)
				&& service.instances().stream().allMatch((instance) -> instance.live().callsPerSecond() > 0);
	}

	private PolledTraffic collect(@Nullable String token) {
		TrafficSettings settings = new TrafficSettings(Duration.ofMillis(100), Duration.ofSeconds(10),
				Duration.ofHours(1), 1, 10, token, InsecureChannelCredentials.create());
		TrafficCollector collector = new TrafficCollector(settings, () -> this.targets, new TimeOfDay(this.time::get));
		this.opened.add(0, collector);
		collector.start();
		return new PolledTraffic(collector, (service) -> service.equals(USERS)
				? this.targets.stream().map(Target::endpoint).collect(Collectors.toSet()) : Set.of());
	}

	private GrpcApplication instance(String... properties) {
		// Not the registry server's own application.yml, which is on the class path too.
		List<String> all = new ArrayList<>(List.of("spring.config.name=none", "spring.application.name=shop"));
		all.addAll(Arrays.asList(properties));
		GrpcApplication application = GrpcApplication.start(Shop.class, all.toArray(String[]::new));
		this.opened.add(application);
		this.targets.add(new Target(endpoint(application), "", METHODS));
		return application;
	}

	private static PollState state(PolledTraffic traffic, GrpcApplication application) {
		return traffic.service(USERS)
			.instances()
			.stream()
			.filter((each) -> each.endpoint().equals(endpoint(application).toString()))
			.findFirst()
			.map(ServiceTraffic.OfInstance::state)
			.orElse(PollState.WAITING);
	}

	private static Endpoint endpoint(GrpcApplication application) {
		return new Endpoint("127.0.0.1", application.port());
	}

	private static void login(GrpcApplication application) {
		users(application).login(LoginRequest.getDefaultInstance());
	}

	private static void fail(GrpcApplication application) {
		application.bean(DemoUsers.class).next((observer) -> observer.onError(Status.NOT_FOUND.asRuntimeException()));
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> users(application).getProfile(ProfileRequest.getDefaultInstance()));
	}

	private static UserServiceGrpc.UserServiceBlockingStub users(GrpcApplication application) {
		return UserServiceGrpc.newBlockingStub(application.bean(Asked.class).channel(application));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(DemoUsers.class)
	static class Shop {

		@Bean
		Asked asked() {
			return new Asked();
		}

		@Bean
		<T extends ServerBuilder<T>> ServerBuilderCustomizer<T> askedCustomizer(Asked asked) {
			return (builder) -> builder.addStreamTracerFactory(asked);
		}

	}

	/** Counts the requests to the admin service, also if there is none. */
	static class Asked extends ServerStreamTracer.Factory {

		private final AtomicInteger times = new AtomicInteger();

		private @Nullable ManagedChannel channel;

		synchronized ManagedChannel channel(GrpcApplication application) {
			if (this.channel == null) {
				this.channel = application.channel();
			}
			return this.channel;
		}

		@Override
		public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
			if (fullMethodName.startsWith("mprpc.admin.")) {
				this.times.incrementAndGet();
			}
			return new ServerStreamTracer() {
			};
		}

	}

}
