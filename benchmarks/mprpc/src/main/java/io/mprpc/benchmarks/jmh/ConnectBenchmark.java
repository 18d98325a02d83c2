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

package io.mprpc.benchmarks.jmh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.Server;
import io.grpc.StatusOr;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.mprpc.benchmarks.proto.EchoMessage;
import io.mprpc.benchmarks.proto.EchoServiceGrpc;
import io.mprpc.identity.v1.GetIdentityRequest;
import io.mprpc.identity.v1.GetIdentityResponse;
import io.mprpc.identity.v1.IdentityServiceGrpc;
import io.mprpc.internal.grpc.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceView;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Benchmark of the first call over the loopback interface, for a new channel and for a
 * closed connection, with and without verification of the instance's identity.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ConnectBenchmark {

	private static final String UUID = "b1a1f2d0-6c1a-4a53-9a0f-0a5f6d1c2b3e";

	@Param({ "true", "false" })
	private boolean verify;

	private Server server;

	private ManagedChannel channel;

	@Setup(Level.Trial)
	public void start() throws IOException {
		this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.addService(new Echo())
			.addService(new Identity())
			.build()
			.start();
		LoadBalancerRegistry.getDefaultRegistry().register(Addresses.methodAware());
		NameResolverRegistry.getDefaultRegistry().register(new OneAddress(this.server.getPort()));
		this.channel = open();
	}

	@TearDown(Level.Trial)
	public void stop() {
		this.channel.shutdownNow();
		this.server.shutdownNow();
	}

	@Benchmark
	public EchoMessage newChannel() {
		ManagedChannel fresh = open();
		try {
			return call(fresh);
		}
		finally {
			fresh.shutdownNow();
		}
	}

	@Benchmark
	public EchoMessage newConnection() {
		this.channel.enterIdle();
		return call(this.channel);
	}

	private ManagedChannel open() {
		return NettyChannelBuilder.forTarget(OneAddress.SCHEME + ":///echo")
			.usePlaintext()
			.defaultServiceConfig(Map.of("loadBalancingConfig",
					List.of(Map.of(MethodAwareLoadBalancerProvider.POLICY_NAME,
							Map.of("verifyIdentity", this.verify)))))
			.build();
	}

	private static EchoMessage call(ManagedChannel channel) {
		return EchoServiceGrpc.newBlockingStub(channel)
			.withDeadlineAfter(10, TimeUnit.SECONDS)
			.echo(EchoMessage.getDefaultInstance());
	}

	private static final class Echo extends EchoServiceGrpc.EchoServiceImplBase {

		@Override
		public void echo(EchoMessage request, StreamObserver<EchoMessage> response) {
			response.onNext(request);
			response.onCompleted();
		}

	}

	private static final class Identity extends IdentityServiceGrpc.IdentityServiceImplBase {

		@Override
		public void getIdentity(GetIdentityRequest request, StreamObserver<GetIdentityResponse> response) {
			response.onNext(GetIdentityResponse.newBuilder().setUuid(UUID).build());
			response.onCompleted();
		}

	}

	/**
	 * Resolver of one verifiable instance.
	 */
	private static final class OneAddress extends NameResolverProvider {

		static final String SCHEME = "one";

		private final RpcInstance instance;

		OneAddress(int port) {
			InstanceMetadata metadata = new InstanceMetadata(UUID, "echo", "1", InstanceMetadata.DEFAULT_WEIGHT, "",
					Map.of(), InstanceStatus.UP, Instant.EPOCH, Map.of(), false, true, null);
			this.instance = new RpcInstance(Addresses.SERVICE, new Endpoint("127.0.0.1", port), Set.of("Echo"),
					metadata);
		}

		@Override
		protected boolean isAvailable() {
			return true;
		}

		@Override
		protected int priority() {
			return 1;
		}

		@Override
		public String getDefaultScheme() {
			return SCHEME;
		}

		@Override
		public NameResolver newNameResolver(URI target, NameResolver.Args args) {
			return new NameResolver() {

				@Override
				public String getServiceAuthority() {
					return "echo";
				}

				@Override
				public void start(Listener2 listener) {
					args.getSynchronizationContext().execute(() -> listener.onResult2(resolved()));
				}

				@Override
				public void shutdown() {
				}

			};
		}

		private NameResolver.ResolutionResult resolved() {
			ServiceView view = new ServiceView(Addresses.SERVICE, List.of(this.instance), ServiceView.State.LIVE,
					Instant.EPOCH);
			Resolution resolution = new Resolution(RpcTarget.of(Addresses.SERVICE), view, "default", "benchmarks");
			EquivalentAddressGroup address = new EquivalentAddressGroup(
					new InetSocketAddress(InetAddress.getLoopbackAddress(), this.instance.endpoint().port()),
					Attributes.newBuilder().set(Resolution.INSTANCE, this.instance).build());
			return NameResolver.ResolutionResult.newBuilder()
				.setAddressesOrError(StatusOr.fromValue(List.of(address)))
				.setAttributes(Attributes.newBuilder().set(Resolution.RESOLUTION, resolution).build())
				.build();
		}

	}

}
