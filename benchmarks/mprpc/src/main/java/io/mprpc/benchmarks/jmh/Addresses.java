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

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.LoadBalancer.ResolvedAddresses;
import io.grpc.LoadBalancerProvider;
import io.mprpc.internal.grpc.balancer.MethodAwareLoadBalancerProvider;
import io.mprpc.internal.grpc.client.Resolution;
import io.mprpc.internal.grpc.client.RpcTarget;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import io.mprpc.registry.RpcInstance;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;

/**
 * Addresses as a resolver passes them to a balancer.
 */
final class Addresses {

	static final ServiceName SERVICE = new ServiceName("benchmarks.EchoService");

	static final String METHOD = "Echo";

	private static final Instant LONG_AGO = Instant.EPOCH;

	private Addresses() {
	}

	static LoadBalancerProvider methodAware() {
		return new MethodAwareLoadBalancerProvider(TimeSource.system(), () -> ThreadLocalRandom.current().nextLong());
	}

	static List<RpcInstance> instances(int count, boolean weighted) {
		List<RpcInstance> instances = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			instances.add(instance(i, weighted ? 50 + i % 100 : InstanceMetadata.DEFAULT_WEIGHT));
		}
		return instances;
	}

	static RpcInstance instance(int number, int weight) {
		InstanceMetadata metadata = new InstanceMetadata("uuid-" + number, "echo", "1", weight, "a", Map.of(),
				InstanceStatus.UP, LONG_AGO, Map.of());
		return new RpcInstance(SERVICE, new Endpoint("10.0." + number / 250 + '.' + (1 + number % 250), 9090),
				Set.of(METHOD, "Other"), metadata);
	}

	static ResolvedAddresses resolved(List<RpcInstance> instances, Object config) {
		ServiceView view = new ServiceView(SERVICE, instances, ServiceView.State.LIVE, LONG_AGO);
		Resolution resolution = new Resolution(RpcTarget.of(SERVICE), view, "default", "benchmarks");
		return ResolvedAddresses.newBuilder()
			.setAddresses(instances.stream().map(Addresses::address).toList())
			.setAttributes(Attributes.newBuilder().set(Resolution.RESOLUTION, resolution).build())
			.setLoadBalancingPolicyConfig(config)
			.build();
	}

	private static EquivalentAddressGroup address(RpcInstance instance) {
		return new EquivalentAddressGroup(
				InetSocketAddress.createUnresolved(instance.endpoint().host(), instance.endpoint().port()),
				Attributes.newBuilder().set(Resolution.INSTANCE, instance).build());
	}

}
