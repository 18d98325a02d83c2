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

package io.mprpc.internal.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.grpc.Attributes;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.NameResolverRegistry;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.demo.UserServiceGrpc.UserServiceBlockingStub;
import io.mprpc.internal.grpc.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.internal.grpc.client.ChannelBuildContext;
import io.mprpc.internal.grpc.client.ChannelPlan;
import io.mprpc.internal.grpc.client.RegistryChannelConfigurer;
import io.mprpc.internal.grpc.client.TestSettings;
import io.mprpc.internal.grpc.client.settings.BalancerSettings;
import io.mprpc.internal.grpc.client.settings.BalancerSettings.Policy;
import io.mprpc.internal.grpc.client.settings.CallDeadline;
import io.mprpc.internal.grpc.client.settings.CallSettings;
import io.mprpc.internal.grpc.client.settings.LoadBalancerPolicy;
import io.mprpc.internal.grpc.client.settings.ReferenceSettings;
import io.mprpc.internal.grpc.client.settings.RetryBudget;
import io.mprpc.internal.grpc.client.settings.RetrySettings;
import io.mprpc.internal.grpc.client.settings.RetrySettings.Scope;
import io.mprpc.internal.grpc.resolver.RegistryNameResolverProvider;
import io.mprpc.internal.grpc.resolver.ResolverEnvironment;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.DemoServer;
import io.mprpc.testing.InMemoryRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.grpc.client.ChannelBuilderOptions;
import org.springframework.grpc.client.GrpcChannelBuilderCustomizer;
import org.springframework.grpc.client.GrpcChannelFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for settings of references that change while a channel lives.
 */
class ChangingSettingsTests {

	private static final LoginRequest LOGIN = LoginRequest.getDefaultInstance();

	private static final Metadata.Key<String> USER = Metadata.Key.of("x-user", Metadata.ASCII_STRING_MARSHALLER);

	private final AtomicInteger connections = new AtomicInteger();

	private final List<DemoServer> servers = List.of(server(), server());

	private final InMemoryRegistry registry = new InMemoryRegistry();

	private final List<Consumer<ReferenceSettings>> followers = new ArrayList<>();

	private final RpcChannels channels = new RpcChannels(PlainFactory::new, new ChannelBuildContext(),
			TestSettings.CHANNEL, new Link());

	private RetryBudget budget = new RetryBudget(1000, 0.1);

	private UserServiceBlockingStub users;

	@BeforeEach
	void connect() {
		NameResolverRegistry.getDefaultRegistry().register(new RegistryNameResolverProvider(TimeSource.system()));
		LoadBalancerRegistry.getDefaultRegistry()
			.register(new MethodAwareLoadBalancerProvider(TimeSource.system(),
					() -> ThreadLocalRandom.current().nextLong()));
		this.servers.forEach((server) -> this.registry.put("demo.UserService", server.address(), "Login"));
		this.users = UserServiceGrpc.newBlockingStub(this.channels.channel(new ChannelPlan("rpc:///demo.UserService",
				UserServiceGrpc.getServiceDescriptor(), settings(TestSettings.CALLS, roundRobin()), (follower) -> {
					this.followers.add(follower);
					return () -> this.followers.remove(follower);
				})));
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> servers(10) == 2);
	}

	@AfterEach
	void close() {
		this.channels.close();
		this.servers.forEach(DemoServer::close);
	}

	@Test
	void callsObeyTheNewDeadlineOverTheSameConnections() {
		this.servers.forEach(DemoServer::fallSilent);
		change(calls(Duration.ofMillis(60), "first.deadline", Scope.NONE), roundRobin());
		assertThat(failure().getStatus().getDescription()).contains("had 60 ms: first.deadline");
		change(calls(Duration.ofMillis(80), "second.deadline", Scope.NONE), roundRobin());
		assertThat(failure().getStatus().getDescription()).contains("had 80 ms: second.deadline");
		assertThat(this.connections).hasValue(2);
	}

	@Test
	void callsObeyTheNewRetryPolicyOverTheSameConnections() {
		AtomicInteger attempts = new AtomicInteger();
		this.servers.forEach((server) -> server.before((observer) -> {
			if (attempts.incrementAndGet() % 5 != 0) {
				observer.onError(Status.UNAVAILABLE.asRuntimeException());
			}
		}));
		change(calls(Duration.ofSeconds(20), "deadline", Scope.NONE), roundRobin());
		assertThat(failure().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
		assertThat(attempts).hasValue(1);
		attempts.set(0);
		// More attempts than the settings had that the channel was built with.
		change(calls(Duration.ofSeconds(20), "deadline", Scope.ALL), roundRobin());
		assertThat(this.users.login(LOGIN).getSuccess()).isTrue();
		assertThat(attempts).hasValue(5);
		assertThat(this.connections).hasValue(2);
	}

	@Test
	void callsObeyTheNewBalancingOverTheSameConnections() {
		change(TestSettings.CALLS, balancer(new Policy(LoadBalancerPolicy.CONSISTENT_HASH, "x-user")));
		assertThat(servers(10)).isEqualTo(1);
		change(TestSettings.CALLS, roundRobin());
		assertThat(servers(10)).isEqualTo(2);
		assertThat(this.connections).hasValue(2);
	}

	@Test
	void theRetryBudgetOutlivesAChangeOfDeadlinesAndIsFullAfterOneOfRetries() {
		AtomicInteger attempts = new AtomicInteger();
		this.servers.forEach((server) -> server.before((observer) -> {
			attempts.incrementAndGet();
			observer.onError(Status.UNAVAILABLE.asRuntimeException());
		}));
		// Two tokens: with the first failure half of them are gone.
		this.budget = new RetryBudget(2, 0.1);
		change(calls(Duration.ofSeconds(20), "first", Scope.ALL), roundRobin());
		failure();
		assertThat(attempts).hasValue(1);
		change(calls(Duration.ofSeconds(30), "second", Scope.ALL), roundRobin());
		failure();
		assertThat(attempts).hasValue(2);
		this.budget = new RetryBudget(1000, 0.1);
		change(calls(Duration.ofSeconds(30), "second", Scope.ALL), roundRobin());
		failure();
		assertThat(attempts).hasValue(7);
	}

	@Test
	void theSettingsAreFollowedAsLongAsTheChannelLives() {
		assertThat(this.followers).hasSize(1);
		this.channels.close();
		assertThat(this.followers).isEmpty();
	}

	private DemoServer server() {
		return new DemoServer((builder) -> builder.addTransportFilter(new ServerTransportFilter() {

			@Override
			public Attributes transportReady(Attributes attributes) {
				ChangingSettingsTests.this.connections.incrementAndGet();
				return attributes;
			}

		}));
	}

	private void change(CallSettings calls, BalancerSettings balancer) {
		this.followers.forEach((follower) -> follower.accept(settings(calls, balancer)));
	}

	/**
	 * Servers that answer some calls of one user.
	 */
	private long servers(int calls) {
		Metadata headers = new Metadata();
		headers.put(USER, "ada");
		UserServiceBlockingStub ada = this.users.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
		return IntStream.range(0, calls).mapToObj((i) -> ada.login(LOGIN).getServedBy()).distinct().count();
	}

	private StatusRuntimeException failure() {
		return catchThrowableOfType(StatusRuntimeException.class, () -> this.users.login(LOGIN));
	}

	private static CallSettings calls(Duration deadline, String property, Scope scope) {
		return new CallSettings(new CallDeadline(deadline, property), null, null, new RetrySettings(scope, true, 5,
				Duration.ofMillis(1), Duration.ofMillis(1), 1, Set.of(Status.Code.UNAVAILABLE)), null);
	}

	private static BalancerSettings roundRobin() {
		return balancer(new Policy(LoadBalancerPolicy.ROUND_ROBIN, ""));
	}

	private static BalancerSettings balancer(Policy policy) {
		return new BalancerSettings(policy, Map.of(), "", false, Duration.ZERO, Duration.ofSeconds(30), false, null);
	}

	private ReferenceSettings settings(CallSettings calls, BalancerSettings balancer) {
		return new ReferenceSettings("", "", new TreeMap<>(), null, calls, new HashMap<>(), balancer, this.budget,
				null);
	}

	/**
	 * Builds channels without any of Spring's settings.
	 */
	private static final class PlainFactory implements GrpcChannelFactory {

		@Override
		public boolean supports(String target) {
			return true;
		}

		@Override
		public ManagedChannel createChannel(String target, ChannelBuilderOptions options) {
			NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target).usePlaintext();
			GrpcChannelBuilderCustomizer<NettyChannelBuilder> customizer = options.customizer();
			customizer.customize(target, builder);
			return builder.build();
		}

	}

	/**
	 * Leads to the registry of the test.
	 */
	private final class Link implements RegistryChannelConfigurer {

		@Override
		public void join(ManagedChannelBuilder<?> builder) {
			RegistryConnection connection = mock(RegistryConnection.class);
			given(connection.address()).willReturn("zk.test:2181");
			given(connection.namespace()).willReturn("test");
			builder.setNameResolverArg(RegistryNameResolverProvider.ENVIRONMENT,
					new ResolverEnvironment(ChangingSettingsTests.this.registry, connection));
		}

		@Override
		public void referenced(ServiceName service) {
		}

	}

}
