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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.mprpc.RpcReference;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.ProfileRequest;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.actuate.RpcEndpoint.RouteDescriptor;
import io.mprpc.internal.governance.GovernedInstanceDirectory;
import io.mprpc.internal.governance.InstanceRule;
import io.mprpc.internal.governance.RulesDirectory;
import io.mprpc.internal.governance.ServiceRules;
import io.mprpc.internal.grpc.metrics.MeteredApplication;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.testing.DemoUsers;
import io.mprpc.testing.GrpcApplication;
import io.mprpc.testing.InMemoryRegistry;
import io.mprpc.testing.MemoryDocuments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the operators' rules in {@link RpcEndpoint} agree with the routing of calls,
 * over real connections.
 */
class OperatorRulesTests {

	private static final int CALLS = 100;

	private final List<Server> servers = new ArrayList<>();

	private GrpcApplication application;

	@BeforeEach
	void start() {
		this.application = GrpcApplication.start(Application.class,
				Stream
					.concat(Arrays.stream(MeteredApplication.PROPERTIES),
							Stream.of("rpc.registry.enabled=true", "rpc.client.warm-up=0s",
									"management.endpoints.jmx.exposure.include=rpc", "spring.jmx.enabled=true"))
					.toArray(String[]::new));
		await().atMost(Duration.ofSeconds(30))
			.until(() -> !this.application.bean(InMemoryRegistry.class)
				.view(MeteredApplication.USERS)
				.instances()
				.isEmpty());
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.servers.forEach(Server::shutdownNow);
	}

	@Test
	void explainAgreesWithWhereCallsGoWhateverOperatorsHaveSet() throws IOException {
		String self = "127.0.0.1:" + this.application.port();
		String heavy = instance("");
		String out = instance("");
		String partly = instance("");
		String old = instance("1");
		String idle = instance("");
		String reborn = instance("");
		InstanceRule takenOut = InstanceRule.NONE.withOutOfService(true);
		rules(ServiceRules.NONE.withVersionsOutOfService(Set.of("1"))
			.withInstance(Endpoint.parse(heavy), InstanceRule.NONE.withWeight(300))
			.withInstance(Endpoint.parse(out), takenOut)
			.withInstance(Endpoint.parse(partly), InstanceRule.NONE.withMethodsOutOfService(Set.of("Login")))
			.withInstance(Endpoint.parse(idle), InstanceRule.NONE.withWeight(0))
			.withInstance(Endpoint.parse(reborn), takenOut.withUuid("an earlier incarnation")));

		Map<String, RouteDescriptor> login = assertAgreement("Login", Set.of(self, heavy, reborn));
		assertRoute(login.get(self), "");
		assertRoute(login.get(heavy), "", "operators have set its weight to 300");
		assertRoute(login.get(out), "out of service", "operators have taken the instance out of service");
		assertRoute(login.get(partly), "does not serve Login", "operators have taken Login out of service there");
		assertRoute(login.get(old), "out of service", "operators have taken version '1' out of service");
		assertRoute(login.get(idle), "at weight 0", "operators have set its weight to 0");
		assertRoute(login.get(reborn), "");
		assertThat(login.get(heavy).share()).isCloseTo(0.6, offset(0.001));

		Map<String, RouteDescriptor> profile = assertAgreement("GetProfile", Set.of(self, heavy, partly, reborn));
		assertRoute(profile.get(partly), "", "operators have taken Login out of service there");

		rules(ServiceRules.NONE);
		assertAgreement("Login", Set.of(self, heavy, out, partly, old, idle, reborn)).values()
			.forEach((route) -> assertRoute(route, ""));
	}

	/** Calls go where the explanation says, in its shares. */
	private Map<String, RouteDescriptor> assertAgreement(String method, Set<String> picked) {
		call(method);
		Map<String, RouteDescriptor> routes = await().atMost(Duration.ofSeconds(30))
			.until(() -> routes(method), (found) -> picked(found).equals(picked));
		Map<String, Long> before = attempts(method);
		for (int i = 0; i < CALLS; i++) {
			call(method);
		}
		Map<String, Long> attempts = attempts(method);
		routes.forEach((endpoint, route) -> {
			long calls = attempts.getOrDefault(endpoint, 0L) - before.getOrDefault(endpoint, 0L);
			assertThat(calls > 0).as("calls of " + method + " at " + endpoint).isEqualTo(route.picked());
			assertThat(calls / (double) CALLS).as("share of " + endpoint).isCloseTo(route.share(), offset(0.03));
		});
		return routes;
	}

	private static void assertRoute(RouteDescriptor route, String reason, String... operatorRules) {
		assertThat(route.reason()).as(route.endpoint()).isEqualTo(reason);
		assertThat(route.operatorRules()).as(route.endpoint()).containsExactly(operatorRules);
	}

	private Map<String, RouteDescriptor> routes(String method) {
		return this.application.bean(RpcEndpoint.class)
			.explain("explain", "demo.UserService", method)
			.get(0)
			.instances()
			.stream()
			.collect(Collectors.toMap(RouteDescriptor::endpoint, (route) -> route));
	}

	private static Set<String> picked(Map<String, RouteDescriptor> routes) {
		return routes.values()
			.stream()
			.filter(RouteDescriptor::picked)
			.map(RouteDescriptor::endpoint)
			.collect(Collectors.toSet());
	}

	private Map<String, Long> attempts(String method) {
		Map<String, Long> attempts = new TreeMap<>();
		this.application.bean(MeterRegistry.class)
			.find("rpc.client.attempts")
			.tag("method", method)
			.timers()
			.forEach((timer) -> attempts.merge(timer.getId().getTag("instance"), timer.count(), Long::sum));
		return attempts;
	}

	private void call(String method) {
		UserServiceBlockingStub users = this.application.bean(Caller.class).users.withWaitForReady();
		if (method.equals("Login")) {
			users.login(LoginRequest.getDefaultInstance());
		}
		else {
			users.getProfile(ProfileRequest.getDefaultInstance());
		}
	}

	private void rules(ServiceRules rules) {
		RulesDirectory directory = this.application.bean(RulesDirectory.class);
		assertThat(
				directory.write(MeteredApplication.USERS, rules, directory.rules(MeteredApplication.USERS).version()))
			.isCompleted();
	}

	/** A server, and its entry in the registry. */
	private String instance(String version) throws IOException {
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(new DemoUsers())
			.build()
			.start();
		this.servers.add(server);
		Endpoint endpoint = new Endpoint("127.0.0.1", server.getPort());
		InstanceMetadata metadata = new InstanceMetadata("this incarnation", "other", version, 100, "", Map.of(),
				InstanceStatus.UP, null, Map.of());
		this.application.bean(InMemoryRegistry.class)
			.put(new RpcInstance(MeteredApplication.USERS, endpoint, Set.of("Login", "GetProfile"), metadata));
		return endpoint.toString();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MeteredApplication.class, Caller.class })
	static class Application {

		@Bean
		MemoryDocuments documents() {
			return new MemoryDocuments(false);
		}

		@Bean
		@Primary
		GovernedInstanceDirectory governed(InMemoryRegistry registry, RulesDirectory rules) {
			return new GovernedInstanceDirectory(registry, rules);
		}

	}

	static class Caller {

		private final UserServiceBlockingStub users;

		Caller(@RpcReference UserServiceBlockingStub users) {
			this.users = users;
		}

	}

}
