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

package io.mprpc.internal.grpc.balancer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import io.mprpc.testing.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Calls over real sockets through the resolver and the balancer.
 */
class RealCallsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final RealServers servers = new RealServers();

	@AfterEach
	void close() {
		this.servers.close();
	}

	@Test
	void neverCallsAnInstanceThatLacksTheMethod() throws IOException {
		this.servers.start("with", "Login", "Register");
		this.servers.start("without", "Register");
		UserServiceBlockingStub users = this.servers.users(Map.of());
		assertThat(calls(users, 1000)).containsOnlyKeys("with");
	}

	@Test
	void spreadsCallsEvenlyOnceAllAreReady() throws IOException {
		for (String name : List.of("a", "b", "c")) {
			this.servers.start(name, "Login");
		}
		UserServiceBlockingStub users = this.servers.users(Map.of());
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 3).size() == 3);
		assertThat(calls(users, 300)).isEqualTo(Map.of("a", 100L, "b", 100L, "c", 100L));
	}

	@Test
	void leavesACrashedInstanceAloneWhileTheRegistryListsItAndComesBackWhenItIsBack() throws Exception {
		this.servers.start("a", "Login");
		RpcInstance crashed = this.servers.start("b", "Login");
		UserServiceBlockingStub users = this.servers.users(Map.of("warmUp", "0s"));
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
		this.servers.server("b").close();
		assertThat(calls(users, 100)).containsOnlyKeys("a");
		Endpoint endpoint = this.servers.listen("b again", crashed.endpoint().port());
		this.servers.register(endpoint, "Login");
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).containsKey("b again"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anotherProcessAtTheAddressOfACrashedInstanceGetsNoCall(boolean verifiable) throws Exception {
		this.servers.start("a", "Login");
		RpcInstance crashed = verifiable ? this.servers.startVerifiable("b", "Login")
				: this.servers.start("b", "Login");
		UserServiceBlockingStub users = this.servers.users(Map.of("warmUp", "0s"));
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
		this.servers.server("b").close();
		this.servers.listen("stranger", crashed.endpoint().port());
		RunningServer stranger = this.servers.server("stranger");
		Awaitility.await().atMost(PATIENCE).until(() -> stranger.connections() == 1);
		assertThat(calls(users, 200)).containsOnlyKeys("a");
		if (verifiable) {
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> this.servers.route(crashed).reason().contains("another process answers at this address"));
		}
		// As when the session of the dead process ends.
		this.servers.registry.remove(RealServers.SERVICE, crashed.endpoint());
		assertThat(calls(users, 200)).containsOnlyKeys("a");
		Awaitility.await().atMost(PATIENCE).until(() -> stranger.connections() == 0);
	}

	@Test
	void letsADrainingInstanceGoAndLosesNoCall() throws IOException {
		this.servers.start("a", "Login");
		RpcInstance draining = this.servers.start("b", "Login");
		UserServiceBlockingStub users = this.servers.users(Map.of());
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
		this.servers.status(draining, InstanceStatus.DRAINING);
		assertThat(calls(users, 100)).containsOnlyKeys("a");
	}

	@Test
	void keepsServingWhenTheRegistryLosesEverybody() throws IOException {
		this.servers.start("a", "Login");
		this.servers.start("b", "Login");
		UserServiceBlockingStub users = this.servers.users(Map.of());
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
		this.servers.registry.replace(RealServers.SERVICE, List.of());
		assertThat(calls(users, 1000)).containsOnlyKeys("a", "b");
	}

	@Test
	void namesTheMethodThatNoInstanceServes() throws IOException {
		this.servers.start("a", "Login", "Register");
		this.servers.start("b", "Login");
		UserServiceBlockingStub users = this.servers.users(Map.of());
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> users.getProfile(ProfileRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED))
			.withMessageContaining("demo.UserService/GetProfile")
			.withMessageContaining("namespace 'test'")
			.withMessageContaining(
					"none of 2 instances serves it, or operators took it out of service there; they serve Login, Register");
	}

	@Test
	void reportsThatNoInstanceIsRegistered() {
		UserServiceBlockingStub users = this.servers.users(Map.of());
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> RealServers.login(users))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
			.withMessageContaining("no instance of demo.UserService is registered")
			.withMessageContaining("namespace 'test' of the registry at zk.test:2181");
	}

	@Test
	void failsAfterAWhileWhenTheRegistryDoesNotAnswerAndServesOnceItDoes() throws IOException {
		this.servers.registry.state(ServiceView.State.LOADING);
		this.servers.start("a", "Login");
		UserServiceBlockingStub users = this.servers.users(Map.of());
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> RealServers.login(users))
			.withMessageContaining("Registry at zk.test:2181 has not answered within 500 ms")
			.withMessageContaining("demo.UserService in namespace 'test'");
		this.servers.registry.state(ServiceView.State.LIVE);
		// The channel may still be busy with telling the failure.
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreException(StatusRuntimeException.class)
			.until(() -> RealServers.login(users).equals("a"));
	}

	@Test
	void reportsThatNoInstanceCanBeReached() throws Exception {
		RpcInstance gone = this.servers.start("a", "Login");
		this.servers.server("a").close();
		UserServiceBlockingStub users = this.servers.users(Map.of());
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> RealServers.login(users))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
			.withMessageContaining("none of 1 instance that serve it can be reached")
			.withMessageContaining(gone.endpoint().toString());
	}

	@Test
	void reachesAnInstanceByTheNameOfItsHost() throws IOException {
		int port = this.servers.listen("a", 0).port();
		this.servers.register(new Endpoint("localhost", port), "Login");
		assertThat(RealServers.login(this.servers.users(Map.of()))).isEqualTo("a");
	}

	@Test
	void aCallUnderWayToADrainingInstanceEndsBeforeItsConnectionCloses() throws Exception {
		RpcInstance draining = this.servers.start("a", "Login");
		RunningServer server = this.servers.server("a");
		UserServiceBlockingStub users = this.servers.users(Map.of());
		CompletableFuture<String> call = CompletableFuture.supplyAsync(
				() -> users.login(LoginRequest.newBuilder().setName(RunningServer.HELD).build()).getServedBy());
		Awaitility.await().atMost(PATIENCE).until(() -> server.held() == 1);
		this.servers.status(draining, InstanceStatus.DRAINING);
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> RealServers.login(users))
			.withMessageContaining("is draining");
		assertThat(server.connections()).isEqualTo(1);
		server.release();
		assertThat(call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("a");
		Awaitility.await().atMost(PATIENCE).until(() -> server.connections() == 0);
	}

	@Test
	void aFrozenInstanceThatTheRegistryLosesIsReleased() throws IOException {
		RpcInstance alive = this.servers.start("alive", "Login");
		try (TcpProxy proxy = TcpProxy.to(this.servers.listen("frozen", 0).port())) {
			this.servers.register(new Endpoint("127.0.0.1", proxy.port()), "Login");
			UserServiceBlockingStub users = this.servers.users(Map.of());
			Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
			proxy.swallow();
			this.servers.registry.replace(RealServers.SERVICE, List.of(alive));
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> this.servers.explainer.explain().get(0).instances().size() == 1);
			assertThat(calls(users, 100)).containsOnlyKeys("alive");
		}
	}

	@Test
	void leavesAFrozenInstanceAloneThatTheRegistryStillLists() throws IOException {
		this.servers.start("alive", "Login");
		try (TcpProxy proxy = TcpProxy.to(this.servers.listen("frozen", 0).port())) {
			RpcInstance frozen = this.servers.register(new Endpoint("127.0.0.1", proxy.port()), "Login");
			UserServiceBlockingStub users = this.servers
				.users(Map.of("outlierDetection", Map.of("interval", "1s", "minimumCalls", 2.0)));
			Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
			proxy.swallow();
			Awaitility.await().atMost(PATIENCE).until(() -> {
				tryCalls(users, 20, Duration.ofMillis(50));
				return this.servers.route(frozen).isEjected();
			});
			assertThat(this.servers.route(frozen).reason()).startsWith("ejected until ");
			assertThat(calls(users, 100)).containsOnlyKeys("alive");
		}
	}

	@Test
	void worksBeneathOutlierDetection() throws IOException {
		this.servers.start("good", "Login");
		RpcInstance bad = this.servers.start("bad", "Login");
		Map<String, ?> ejection = Map.of("threshold", 50.0, "minimumHosts", 1.0, "requestVolume", 5.0,
				"enforcementPercentage", 100.0);
		Map<String, ?> outlier = Map.of("interval", "0.2s", "baseEjectionTime", "2s", "maxEjectionPercent", 50.0,
				"failurePercentageEjection", ejection, "childPolicy",
				List.of(Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of("policy", "least_outstanding"))));
		UserServiceBlockingStub users = this.servers.users(RpcTarget.of(RealServers.SERVICE),
				Map.of("outlier_detection_experimental", outlier), (builder) -> {
				});
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
		this.servers.server("bad").failing(true);
		Awaitility.await().atMost(PATIENCE).until(() -> {
			tryCalls(users, 20);
			return this.servers.route(bad).isEjected();
		});
		assertThat(this.servers.route(bad).reason())
			.isEqualTo("taken out: The subchannel has been ejected by outlier detection");
		this.servers.server("bad").failing(false);
		Awaitility.await().atMost(PATIENCE).until(() -> tryCalls(users, 2).containsKey("bad"));
		// Instances that the registry loses are beyond outlier detection's books, and
		// still served.
		this.servers.registry.replace(RealServers.SERVICE, List.of());
		assertThat(calls(users, 100)).containsOnlyKeys("good", "bad");
	}

	@Test
	void worksBeneathHealthChecking() throws IOException {
		this.servers.start("healthy", "Login");
		this.servers.start("ill", "Login");
		UserServiceBlockingStub users = this.servers.users(RpcTarget.of(RealServers.SERVICE),
				Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of()),
				(builder) -> builder
					.defaultServiceConfig(Map.of("healthCheckConfig", Map.of("serviceName", ""), "loadBalancingConfig",
							List.of(Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of())))));
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).size() == 2);
		this.servers.server("ill").health(HealthCheckResponse.ServingStatus.NOT_SERVING);
		Awaitility.await().atMost(PATIENCE).until(() -> !calls(users, 10).containsKey("ill"));
		this.servers.server("ill").health(HealthCheckResponse.ServingStatus.SERVING);
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 10).containsKey("ill"));
	}

	@Test
	void aClosedChannelLeavesNoSubscriptionAndNoConnection() throws Exception {
		this.servers.start("a", "Login");
		ManagedChannel channel = this.servers.channel(RpcTarget.of(RealServers.SERVICE),
				Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of()), (builder) -> {
				});
		assertThat(RealServers.login(UserServiceGrpc.newBlockingStub(channel))).isEqualTo("a");
		assertThat(this.servers.registry.listenerCount()).isEqualTo(1);
		channel.shutdown();
		assertThat(channel.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.servers.registry.listenerCount()).isZero();
		assertThat(this.servers.explainer.explain()).isEmpty();
		Awaitility.await().atMost(PATIENCE).until(() -> this.servers.server("a").connections() == 0);
	}

	@Test
	void aChannelThatClosesWhileAnInstanceDrainsIsNotHeldUpByGrpcsDelay() throws Exception {
		RpcInstance draining = this.servers.start("a", "Login");
		ManagedChannel channel = this.servers.channel(RpcTarget.of(RealServers.SERVICE),
				Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of()), (builder) -> {
				});
		UserServiceBlockingStub users = UserServiceGrpc.newBlockingStub(channel);
		assertThat(RealServers.login(users)).isEqualTo("a");
		this.servers.status(draining, InstanceStatus.DRAINING);
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> RealServers.login(users));
		channel.shutdown();
		// gRPC's own shutdown of a subchannel comes after five seconds.
		assertThat(channel.awaitTermination(4, TimeUnit.SECONDS)).isTrue();
	}

	private static Map<String, Long> tryCalls(UserServiceBlockingStub users, int number) {
		return tryCalls(users, number, PATIENCE);
	}

	private static Map<String, Long> tryCalls(UserServiceBlockingStub users, int number, Duration deadline) {
		return IntStream.range(0, number).mapToObj((i) -> {
			try {
				return users.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
					.login(LoginRequest.getDefaultInstance())
					.getServedBy();
			}
			catch (StatusRuntimeException ex) {
				return ex.getStatus().getCode().toString();
			}
		}).collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	private static Map<String, Long> calls(UserServiceBlockingStub users, int number) {
		return IntStream.range(0, number)
			.mapToObj((i) -> RealServers.login(users))
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

}
