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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.NettyChannelBuilder;
import io.mprpc.demo.LoginRequest;
import io.mprpc.demo.UserServiceGrpc;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.grpc.resolver.RegistryNameResolverProvider;
import io.mprpc.internal.grpc.resolver.ResolverEnvironment;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.testing.InMemoryRegistry;

/**
 * Servers on real sockets, registered in memory, and channels to them.
 */
public final class RealServers implements AutoCloseable {

	/** The service that the servers serve. */
	public static final ServiceName SERVICE = new ServiceName("demo.UserService");

	static {
		NameResolverRegistry.getDefaultRegistry().register(new RegistryNameResolverProvider(TimeSource.system()));
		LoadBalancerRegistry.getDefaultRegistry()
			.register(new MethodAwareLoadBalancerProvider(TimeSource.system(),
					() -> ThreadLocalRandom.current().nextLong()));
	}

	// As for a method that is declared idempotent: a call that is under way to an
	// instance when that crashes is lost otherwise, whoever balances.
	private static final Map<String, ?> RETRY = Map.of("maxAttempts", 3.0, "initialBackoff", "0.01s", "maxBackoff",
			"0.1s", "backoffMultiplier", 2.0, "retryableStatusCodes", List.of("UNAVAILABLE"));

	public final InMemoryRegistry registry = new InMemoryRegistry();

	final RoutingExplainer explainer = new RoutingExplainer();

	private final Map<String, RunningServer> servers = new LinkedHashMap<>();

	private final List<ManagedChannel> channels = new ArrayList<>();

	/**
	 * Starts a server that answers Login with its name, and registers it.
	 */
	public RpcInstance start(String name, String... methods) throws IOException {
		return register(listen(name, 0), methods);
	}

	/**
	 * Does the same with a server that tells who it is.
	 */
	RpcInstance startVerifiable(String name, String... methods) throws IOException {
		String uuid = UUID.randomUUID().toString();
		RunningServer server = new RunningServer(name, 0, uuid);
		this.servers.put(name, server);
		InstanceMetadata metadata = metadata();
		RpcInstance instance = new RpcInstance(SERVICE, new Endpoint("127.0.0.1", server.port()), Set.of(methods),
				new InstanceMetadata(uuid, metadata.application(), "", metadata.weight(), "", Map.of(),
						InstanceStatus.UP, metadata.startTime(), Map.of(), false, true, null));
		this.registry.put(instance);
		return instance;
	}

	public Endpoint listen(String name, int port) throws IOException {
		RunningServer server = new RunningServer(name, port);
		this.servers.put(name, server);
		return new Endpoint("127.0.0.1", server.port());
	}

	public RpcInstance register(Endpoint endpoint, String... methods) {
		RpcInstance instance = new RpcInstance(SERVICE, endpoint, Set.of(methods), metadata());
		this.registry.put(instance);
		return instance;
	}

	public RunningServer server(String name) {
		RunningServer server = this.servers.get(name);
		if (server == null) {
			throw new IllegalArgumentException(name);
		}
		return server;
	}

	public void status(RpcInstance instance, InstanceStatus status) {
		this.registry.put(instance.withMetadata(instance.metadata().withStatus(status)));
	}

	UserServiceGrpc.UserServiceBlockingStub users(Map<String, ?> policy) {
		return users(RpcTarget.of(SERVICE), Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME, policy), (builder) -> {
		});
	}

	/**
	 * Route to an instance, explained by the only channel's balancer.
	 */
	public InstanceRoute route(RpcInstance instance) {
		return this.explainer.explain(SERVICE, "Login")
			.stream()
			.flatMap((snapshot) -> snapshot.instances().stream())
			.filter((route) -> route.endpoint().equals(instance.endpoint().toString()))
			.findFirst()
			.orElseThrow();
	}

	UserServiceGrpc.UserServiceBlockingStub users(RpcTarget target, Map<String, ?> loadBalancing,
			Consumer<NettyChannelBuilder> customizer) {
		return UserServiceGrpc.newBlockingStub(channel(target, loadBalancing, customizer));
	}

	public ManagedChannel channel(RpcTarget target, Map<String, ?> loadBalancing,
			Consumer<NettyChannelBuilder> customizer) {
		NettyChannelBuilder builder = NettyChannelBuilder.forTarget(target.toString())
			.usePlaintext()
			.setNameResolverArg(RegistryNameResolverProvider.ENVIRONMENT,
					new ResolverEnvironment(this.registry, new FixedConnection(), Duration.ofMillis(500)))
			.setNameResolverArg(RoutingExplainer.KEY, this.explainer)
			.defaultServiceConfig(Map.of("loadBalancingConfig", List.of(loadBalancing), "methodConfig",
					List.of(Map.of("name", List.of(Map.of("service", SERVICE.value())), "retryPolicy", RETRY))));
		customizer.accept(builder);
		ManagedChannel channel = builder.build();
		this.channels.add(channel);
		return channel;
	}

	static String login(UserServiceGrpc.UserServiceBlockingStub users) {
		return users.withDeadlineAfter(20, TimeUnit.SECONDS).login(LoginRequest.getDefaultInstance()).getServedBy();
	}

	private static InstanceMetadata metadata() {
		return new InstanceMetadata(UUID.randomUUID().toString(), "users", "", InstanceMetadata.DEFAULT_WEIGHT, "",
				Map.of(), InstanceStatus.UP, Instant.EPOCH, Map.of());
	}

	@Override
	public void close() {
		this.channels.forEach(ManagedChannel::shutdownNow);
		this.servers.values().forEach(RunningServer::close);
	}

}
