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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.grpc.MethodDescriptor;
import io.mprpc.internal.grpc.balancer.pick.BalancerSnapshot;
import io.mprpc.internal.grpc.balancer.pick.PickState;
import io.mprpc.internal.grpc.balancer.pick.PickStrategy;
import io.mprpc.internal.grpc.balancer.pick.PickStrategyFactory;
import io.mprpc.internal.grpc.client.Destination;

/**
 * Pick strategies by method among the instances of one destination, each worked out at
 * the first call of its method and kept.
 */
final class MethodPickStrategies {

	private final BalancerSnapshot snapshot;

	private final PickState state;

	private final Destination destination;

	private final Map<String, PickStrategy> strategies = new ConcurrentHashMap<>();

	/**
	 * Creates strategies.
	 * @param snapshot snapshot of all instances
	 * @param state state that outlives pickers
	 * @param destination the destination
	 */
	MethodPickStrategies(BalancerSnapshot snapshot, PickState state, Destination destination) {
		this.snapshot = snapshot.at(destination);
		this.state = state;
		this.destination = destination;
	}

	PickResult pick(PickSubchannelArgs call) {
		MethodDescriptor<?, ?> method = call.getMethodDescriptor();
		PickStrategy strategy = this.strategies.get(method.getFullMethodName());
		return ((strategy != null) ? strategy : prepare(method)).choose(call);
	}

	// Two threads may both do this for a method; they come to the same.
	private PickStrategy prepare(MethodDescriptor<?, ?> method) {
		PickStrategy strategy = new PickStrategyFactory(this.snapshot, this.state, this.destination).strategy(method);
		if (this.strategies.size() < PickState.MAX_METHODS) {
			this.strategies.put(method.getFullMethodName(), strategy);
		}
		return strategy;
	}

}
