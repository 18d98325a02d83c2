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
 * Choices by method among the instances of one destination, each worked out at the first
 * call of its method and kept.
 */
final class MethodPickStrategies {

	private final BalancerSnapshot picture;

	private final PickState state;

	private final Destination destination;

	private final Map<String, PickStrategy> choices = new ConcurrentHashMap<>();

	/**
	 * Creates choices.
	 * @param picture what is known of all instances
	 * @param state what outlives pickers
	 * @param destination the destination
	 */
	MethodPickStrategies(BalancerSnapshot picture, PickState state, Destination destination) {
		this.picture = picture.at(destination);
		this.state = state;
		this.destination = destination;
	}

	PickResult pick(PickSubchannelArgs call) {
		MethodDescriptor<?, ?> method = call.getMethodDescriptor();
		PickStrategy choice = this.choices.get(method.getFullMethodName());
		return ((choice != null) ? choice : prepare(method)).choose(call);
	}

	// Two threads may both do this for a method; they come to the same.
	private PickStrategy prepare(MethodDescriptor<?, ?> method) {
		PickStrategy choice = new PickStrategyFactory(this.picture, this.state, this.destination).choice(method);
		if (this.choices.size() < PickState.MAX_METHODS) {
			this.choices.put(method.getFullMethodName(), choice);
		}
		return choice;
	}

}
