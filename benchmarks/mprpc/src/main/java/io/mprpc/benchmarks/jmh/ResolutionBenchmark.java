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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.grpc.LoadBalancer;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancerProvider;
import io.mprpc.registry.RpcInstance;
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
 * Benchmark of an update of the balancer with one instance more or less.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResolutionBenchmark {

	@Param({ "100", "1000", "10000" })
	private int instances;

	private ChannelDouble channel;

	private LoadBalancer balancer;

	private Object config;

	private List<RpcInstance> more;

	private List<RpcInstance> less;

	private boolean turn;

	@Setup(Level.Trial)
	public void connect() {
		this.channel = new ChannelDouble();
		LoadBalancerProvider provider = Addresses.methodAware();
		this.balancer = provider.newLoadBalancer(this.channel);
		this.config = provider.parseLoadBalancingPolicyConfig(Map.of("removalGracePeriod", "0s")).getConfig();
		this.more = Addresses.instances(this.instances + 1, false);
		this.less = new ArrayList<>(this.more.subList(0, this.instances));
		update(this.more);
	}

	@TearDown(Level.Trial)
	public void close() {
		this.channel.shutdown();
	}

	@Benchmark
	public long oneJoinsOrLeaves() {
		this.turn = !this.turn;
		update(this.turn ? this.less : this.more);
		return this.channel.updates();
	}

	private void update(List<RpcInstance> view) {
		ResolvedAddresses resolved = Addresses.resolved(view, this.config);
		this.channel.run(() -> this.balancer.acceptResolvedAddresses(resolved));
	}

}
