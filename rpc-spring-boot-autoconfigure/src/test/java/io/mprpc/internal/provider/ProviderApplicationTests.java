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

package io.mprpc.internal.provider;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.mprpc.cloud.RpcRegistration;
import io.mprpc.cloud.RpcServiceRegistry;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.registry.ProviderInstance;
import io.mprpc.testing.InMemoryRegistry;
import io.mprpc.testing.RecordingObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ProviderApplicationTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@ParameterizedTest
	@EnumSource(WebApplicationType.class)
	void registersAndWithdrawsInEveryKindOfApplication(WebApplicationType type) {
		InMemoryRegistry registry;
		try (ProviderApplication application = new ProviderApplication(type)) {
			registry = application.registry();
			ProviderInstance instance = published(application);
			Environment environment = application.context().getEnvironment();
			assertThat(instance.endpoint().port()).isEqualTo(serverPort(application));
			if (type == WebApplicationType.NONE) {
				assertThat(instance.metadata().ports()).isEmpty();
			}
			else {
				assertThat(instance.metadata().ports()).containsOnlyKeys("http")
					.containsEntry("http", environment.getProperty("local.server.port", Integer.class));
			}
			login(application.channel());
		}
		assertThat(registry.published()).isEmpty();
	}

	@Test
	void managementPortOfItsOwnIsTold() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.SERVLET,
				"management.server.port=0", "management.server.address=127.0.0.1")) {
			Integer port = application.context().getEnvironment().getProperty("local.management.port", Integer.class);
			assertThat(published(application).metadata().ports()).containsOnlyKeys("http", "management")
				.containsEntry("management", port);
			assertThat(published(application).properties()).containsEntry("management.port", String.valueOf(port));
		}
	}

	@Test
	void registersWhereBeansAreLazy() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.SERVLET,
				"spring.main.lazy-initialization=true")) {
			assertThat(published(application).metadata().ports()).containsOnlyKeys("http");
			login(application.channel());
		}
	}

	@Test
	void registersWhenTheApplicationIsReadyAndNotBefore() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.NONE,
				List.of(Runner.class))) {
			assertThat(application.context().getBean(Runner.class).seen).containsExactly(0);
			assertThat(published(application).services()).hasSize(1);
		}
	}

	@Test
	void registersBeforeTheRunnersIfToldTo() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.NONE, List.of(Runner.class),
				"rpc.server.register-when=server-started")) {
			assertThat(application.context().getBean(Runner.class).seen).containsExactly(1);
		}
	}

	@Test
	void restartedContextRegistersAtOnceWithItsNewPort() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.NONE)) {
			ConfigurableApplicationContext context = application.context();
			ProviderInstance before = published(application);
			context.stop();
			assertThat(application.registry().published()).isEmpty();
			context.start();
			ProviderInstance after = published(application);
			assertThat(after.metadata().uuid()).isNotEqualTo(before.metadata().uuid());
			assertThat(after.endpoint().port()).isEqualTo(serverPort(application));
			ManagedChannel channel = application.channel();
			login(channel);
			assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
			assertThat(health(channel, "demo.UserService")).isEqualTo(ServingStatus.SERVING);
			assertThat(context.getBean(SignalRecorder.class).states()).containsExactly(ReadinessState.ACCEPTING_TRAFFIC,
					ReadinessState.REFUSING_TRAFFIC, ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	@Test
	void officialHealthServiceKnowsTheServerAndEachService() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.NONE)) {
			ManagedChannel channel = application.channel();
			assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
			assertThat(health(channel, "demo.UserService")).isEqualTo(ServingStatus.SERVING);
		}
	}

	@Test
	void officialReflectionServiceListsTheService() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.NONE)) {
			RecordingObserver<ServerReflectionResponse> answers = new RecordingObserver<>();
			StreamObserver<ServerReflectionRequest> questions = ServerReflectionGrpc.newStub(application.channel())
				.serverReflectionInfo(answers);
			questions.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
			await().atMost(LIMIT).until(() -> !answers.values().isEmpty());
			assertThat(answers.values().get(0).getListServicesResponse().getServiceList())
				.extracting((service) -> service.getName())
				.contains("demo.UserService");
			questions.onCompleted();
		}
	}

	@Test
	void operatorsWordReachesConsumersAndHealth() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.NONE,
				"spring.grpc.server.health.schedule.period=100ms", "spring.grpc.server.health.schedule.delay=0ms")) {
			ManagedChannel channel = application.channel();
			RpcServiceRegistry registry = application.context().getBean(RpcServiceRegistry.class);
			RpcRegistration registration = application.context().getBean(RpcRegistration.class);
			registry.setStatus(registration, "OUT_OF_SERVICE");
			await().atMost(LIMIT).until(() -> health(channel, "") == ServingStatus.NOT_SERVING);
			await().atMost(LIMIT).until(() -> health(channel, "demo.UserService") == ServingStatus.NOT_SERVING);
			login(channel);
			registry.setStatus(registration, "UP");
			await().atMost(LIMIT).until(() -> health(channel, "demo.UserService") == ServingStatus.SERVING);
		}
	}

	@Test
	void registryThatIsAwayDoesNotTurnHealthOff() {
		try (ProviderApplication application = new ProviderApplication(WebApplicationType.NONE,
				List.of(RegistryDown.class), "spring.grpc.server.health.schedule.period=100ms",
				"spring.grpc.server.health.schedule.delay=0ms")) {
			ManagedChannel channel = application.channel();
			RegistryDown down = application.context().getBean(RegistryDown.class);
			await().atMost(LIMIT).until(() -> down.other.get() > 3);
			assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
			assertThat(health(channel, "demo.UserService")).isEqualTo(ServingStatus.SERVING);
			assertThat(down.asked).isZero();
		}
	}

	private static int serverPort(ProviderApplication application) {
		return application.context().getBean(GrpcServerLifecycle.class).getPort();
	}

	private static ProviderInstance published(ProviderApplication application) {
		assertThat(application.registry().published()).hasSize(1);
		return application.registry().published().get(0);
	}

	private static void login(ManagedChannel channel) {
		assertThat(UserServiceGrpc.newBlockingStub(channel).login(LoginRequest.getDefaultInstance()).getSuccess())
			.isTrue();
	}

	private static ServingStatus health(ManagedChannel channel, String service) {
		return HealthGrpc.newBlockingStub(channel)
			.check(HealthCheckRequest.newBuilder().setService(service).build())
			.getStatus();
	}

	@Configuration(proxyBeanMethods = false)
	static class Runner {

		final List<Integer> seen = new CopyOnWriteArrayList<>();

		@Bean
		ApplicationRunner recordingRunner(InMemoryRegistry registry) {
			return (arguments) -> this.seen.add(registry.published().size());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RegistryDown {

		volatile int asked;

		final AtomicInteger other = new AtomicInteger();

		@Bean("rpcRegistryHealthIndicator")
		HealthIndicator down() {
			return () -> {
				this.asked++;
				return Health.down().build();
			};
		}

		@Bean
		HealthIndicator countingHealthIndicator() {
			return () -> {
				this.other.incrementAndGet();
				return Health.up().build();
			};
		}

	}

}
