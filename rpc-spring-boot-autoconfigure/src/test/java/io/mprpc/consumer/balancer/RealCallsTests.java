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

package io.mprpc.consumer.balancer;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.mprpc.consumer.RpcTarget;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
		this.servers.server("b").shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
		assertThat(calls(users, 100)).containsOnlyKeys("a");
		Endpoint endpoint = this.servers.listen("b again", crashed.endpoint().port());
		this.servers.register(endpoint, "Login");
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 2).containsKey("b again"));
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
	void saysWhatWasLookedForWhenNobodyServesTheMethod() throws IOException {
		this.servers.start("a", "Login", "Register");
		this.servers.start("b", "Login");
		UserServiceBlockingStub users = this.servers.users(Map.of());
		assertThatExceptionOfType(StatusRuntimeException.class)
			.isThrownBy(() -> users.getProfile(ProfileRequest.getDefaultInstance()))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED))
			.withMessageContaining("demo.UserService/GetProfile")
			.withMessageContaining("namespace 'test'")
			.withMessageContaining("none of 2 instances serves it; they serve Login, Register");
	}

	@Test
	void saysThatNobodyIsRegistered() {
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
	void saysThatNobodyCanBeReached() throws Exception {
		RpcInstance gone = this.servers.start("a", "Login");
		this.servers.server("a").shutdownNow().awaitTermination(20, TimeUnit.SECONDS);
		UserServiceBlockingStub users = this.servers.users(Map.of());
		assertThatExceptionOfType(StatusRuntimeException.class).isThrownBy(() -> RealServers.login(users))
			.satisfies((ex) -> assertThat(ex.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE))
			.withMessageContaining("none of 1 instance that serve it can be reached")
			.withMessageContaining(gone.endpoint().toString());
	}

	@Test
	void worksBeneathOutlierDetection() throws IOException {
		this.servers.start("a", "Login");
		this.servers.start("b", "Login");
		Map<String, ?> outlier = Map.of("outlier_detection_experimental", Map.of("interval", "1s",
				"failurePercentageEjection", Map.of(), "childPolicy",
				List.of(Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, Map.of("policy", "least_outstanding")))));
		UserServiceBlockingStub users = this.servers.users(RpcTarget.of(RealServers.SERVICE), outlier, (builder) -> {
		});
		Awaitility.await().atMost(PATIENCE).until(() -> calls(users, 10).size() == 2);
		this.servers.registry.replace(RealServers.SERVICE, List.of());
		assertThat(calls(users, 100)).containsOnlyKeys("a", "b");
	}

	private static Map<String, Long> calls(UserServiceBlockingStub users, int number) {
		return IntStream.range(0, number)
			.mapToObj((i) -> users.withDeadlineAfter(20, TimeUnit.SECONDS)
				.login(LoginRequest.getDefaultInstance())
				.getServedBy())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

}
