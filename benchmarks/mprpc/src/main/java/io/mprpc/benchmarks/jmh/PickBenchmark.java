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

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.PickDetailsConsumer;
import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.LoadBalancer.SubchannelPicker;
import io.grpc.LoadBalancerProvider;
import io.grpc.LoadBalancerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.mprpc.benchmarks.proto.EchoServiceGrpc;
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
 * Benchmark of picking an instance for one call, by policy and number of instances,
 * compared with grpc-java's round robin.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBenchmark {

	private static final String GRPC = "grpc_round_robin";

	private static final String UNEVEN = "uneven_weights";

	@Param({ GRPC, "round_robin", UNEVEN, "least_outstanding", "consistent_hash" })
	private String policy;

	@Param({ "3", "100", "1000", "10000" })
	private int instances;

	private final PickSubchannelArgs call = new EchoCall();

	private ChannelDouble channel;

	private SubchannelPicker picker;

	@Setup(Level.Trial)
	public void connect() {
		this.channel = new ChannelDouble();
		LoadBalancerProvider provider = this.policy.equals(GRPC)
				? LoadBalancerRegistry.getDefaultRegistry().getProvider("round_robin") : Addresses.methodAware();
		LoadBalancer balancer = provider.newLoadBalancer(this.channel);
		Object config = this.policy.equals(GRPC) ? null : provider.parseLoadBalancingPolicyConfig(config()).getConfig();
		this.channel.run(() -> balancer.acceptResolvedAddresses(
				Addresses.resolved(Addresses.instances(this.instances, this.policy.equals(UNEVEN)), config)));
		this.picker = this.channel.picker();
		if (this.picker.pickSubchannel(this.call).getSubchannel() == null) {
			throw new IllegalStateException("Nobody is ready: " + this.picker);
		}
	}

	private Map<String, ?> config() {
		return this.policy.equals(UNEVEN) ? Map.of("policy", "round_robin")
				: Map.of("policy", this.policy, "hashKey", "x-user");
	}

	@TearDown(Level.Trial)
	public void close() {
		this.channel.shutdown();
	}

	@Benchmark
	public PickResult pick() {
		return this.picker.pickSubchannel(this.call);
	}

	private static final class EchoCall extends PickSubchannelArgs {

		private final Metadata headers = new Metadata();

		EchoCall() {
			this.headers.put(Metadata.Key.of("x-user", Metadata.ASCII_STRING_MARSHALLER), "user-42");
		}

		@Override
		public CallOptions getCallOptions() {
			return CallOptions.DEFAULT;
		}

		@Override
		public Metadata getHeaders() {
			return this.headers;
		}

		@Override
		public MethodDescriptor<?, ?> getMethodDescriptor() {
			return EchoServiceGrpc.getEchoMethod();
		}

		@Override
		public PickDetailsConsumer getPickDetailsConsumer() {
			return new PickDetailsConsumer() {
			};
		}

	}

}
