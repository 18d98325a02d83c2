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

package io.mprpc.internal.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.RpcReference;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.actuate.RpcEndpoint.ExplanationDescriptor;
import io.mprpc.internal.actuate.RpcEndpoint.RouteDescriptor;
import io.mprpc.internal.actuate.RpcEndpoint.RpcDescriptor;
import io.mprpc.internal.grpc.metrics.MeteredApplication;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.testing.GrpcApplication;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.InfoEndpoint;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RpcEndpoint} in an application that calls itself through the registry.
 */
class RpcEndpointTests {

	private GrpcApplication application;

	private InMemoryRegistry registry;

	private RpcEndpoint endpoint;

	@BeforeEach
	void start() {
		this.application = GrpcApplication.start(Application.class,
				Stream
					.concat(Arrays.stream(MeteredApplication.PROPERTIES), Stream.of("rpc.registry.enabled=true",
							"management.endpoints.jmx.exposure.include=rpc", "spring.jmx.enabled=true"))
					.toArray(String[]::new));
		this.registry = this.application.bean(InMemoryRegistry.class);
		this.endpoint = this.application.bean(RpcEndpoint.class);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> !this.registry.view(MeteredApplication.USERS).instances().isEmpty());
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@Test
	void whatIsProvidedAndConsumedIsTold() {
		login();
		RpcDescriptor description = this.endpoint.rpc();
		assertThat(description.registry()).isNotNull();
		assertThat(description.registry().address()).isEqualTo("zk.example:2181");
		assertThat(description.provides()).isNotNull();
		assertThat(description.provides().endpoint()).isEqualTo(self());
		assertThat(description.provides().registration()).isEqualTo("PUBLISHED");
		assertThat(description.provides().services()).singleElement()
			.satisfies((service) -> assertThat(service.methods()).contains("Login", "Chat"));
		assertThat(description.consumes()).singleElement().satisfies((consumed) -> {
			assertThat(consumed.service()).isEqualTo("demo.UserService");
			assertThat(consumed.target()).isEqualTo("rpc:///demo.UserService");
			assertThat(consumed.view()).isEqualTo("LIVE");
			assertThat(consumed.connectivity()).isEqualTo("READY");
			assertThat(consumed.instances()).extracting("endpoint").containsExactly(self());
		});
	}

	@Test
	void explainAgreesWithWhereCallsGo() {
		try (GrpcApplication other = GrpcApplication.start(MeteredApplication.class, MeteredApplication.PROPERTIES)) {
			String second = "127.0.0.1:" + other.port();
			put(second, Set.of("Login"), 100, InstanceStatus.UP);
			put("127.0.0.1:2", Set.of("Chat"), 100, InstanceStatus.UP);
			put("127.0.0.1:3", Set.of("Login"), 100, InstanceStatus.DRAINING);
			put("127.0.0.1:4", Set.of("Login"), 0, InstanceStatus.UP);
			put("127.0.0.1:5", Set.of("Login"), 100, InstanceStatus.UP);
			login();
			Map<String, RouteDescriptor> routes = await().atMost(Duration.ofSeconds(30))
				.until(this::routes, (found) -> found.size() == 6 && found.get(second).picked()
						&& found.get("127.0.0.1:5").error() != null);
			Set<String> picked = routes.values()
				.stream()
				.filter(RouteDescriptor::picked)
				.map(RouteDescriptor::endpoint)
				.collect(Collectors.toSet());
			assertThat(picked).containsExactlyInAnyOrder(self(), second);
			assertThat(called()).isEqualTo(picked);
			assertThat(routes.get("127.0.0.1:2").reason()).contains("does not serve Login");
			assertThat(routes.get("127.0.0.1:3").reason()).containsIgnoringCase("drain");
			assertThat(routes.get("127.0.0.1:4").reason()).contains("weight");
			assertThat(routes.get("127.0.0.1:5").reason()).contains("cannot be reached");
			assertThat(routes.values().stream().mapToDouble(RouteDescriptor::share).sum()).isCloseTo(1, offset(0.001));
		}
	}

	@Test
	void theLastChangesAreTold() {
		login();
		put("127.0.0.1:5", Set.of("Login"), 100, InstanceStatus.UP);
		put("127.0.0.1:5", Set.of("Login"), 7, InstanceStatus.UP);
		assertThat(this.endpoint.rpc().consumes().get(0).changes()).first().satisfies((change) -> {
			assertThat(change.subject()).isEqualTo("127.0.0.1:5");
			assertThat(change.what()).isEqualTo("weight 100 -> 7");
			assertThat(change.at()).isBefore(Instant.now().plusSeconds(1));
		});
		assertThat(this.endpoint.explain("explain", "demo.UserService", "Login").get(0).changes())
			.isEqualTo(this.endpoint.rpc().consumes().get(0).changes());
	}

	@Test
	void theInfoTellsHowMuchThereIs() {
		Map<String, Object> details = new InfoEndpoint(List.of(this.application.bean(RpcInfoContributor.class))).info();
		assertThat(details).containsEntry("rpc", Map.of("namespace", "test", "provides", 1, "consumes", 1L));
	}

	@Test
	void nothingElseIsExplained() {
		assertThat(this.endpoint.explain("other", "demo.UserService", null)).isNull();
		assertThat(this.endpoint.explain("explain", null, null)).isNull();
		assertThat(this.endpoint.explain("explain", "demo.Unknown", null)).isEmpty();
	}

	private Map<String, RouteDescriptor> routes() {
		List<ExplanationDescriptor> explanations = this.endpoint.explain("explain", "demo.UserService", "Login");
		assertThat(explanations).hasSize(1);
		return explanations.get(0)
			.instances()
			.stream()
			.collect(Collectors.toMap(RouteDescriptor::endpoint, (route) -> route));
	}

	private Set<String> called() {
		MeterRegistry meters = this.application.bean(MeterRegistry.class);
		for (int i = 0; i < 20; i++) {
			login();
		}
		Set<String> instances = new HashSet<>();
		meters.get("rpc.client.attempts").timers().forEach((timer) -> instances.add(timer.getId().getTag("instance")));
		return instances;
	}

	private void login() {
		this.application.bean(Caller.class).users.withWaitForReady().login(LoginRequest.getDefaultInstance());
	}

	private String self() {
		return "127.0.0.1:" + this.application.port();
	}

	private void put(String address, Set<String> methods, int weight, InstanceStatus status) {
		InstanceMetadata metadata = new InstanceMetadata(null, "other", "", weight, "", Map.of(), status, null,
				Map.of());
		this.registry.put(new RpcInstance(MeteredApplication.USERS, Endpoint.parse(address), methods, metadata));
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MeteredApplication.class, Caller.class })
	static class Application {

	}

	static class Caller {

		private final UserServiceBlockingStub users;

		Caller(@RpcReference UserServiceBlockingStub users) {
			this.users = users;
		}

	}

}
