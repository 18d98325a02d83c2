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

package io.mprpc.internal.grpc.balancer.pick;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.mprpc.internal.grpc.balancer.weight.RoundRobinSequence;

/**
 * Strategy that picks the instance whose turn it is.
 */
final class RoundRobinPickStrategy implements PickStrategy {

	private final RoundRobinSequence turns;

	private final PickResult[] results;

	RoundRobinPickStrategy(RoundRobinSequence turns, PickResult[] results) {
		this.turns = turns;
		this.results = results;
	}

	@Override
	public PickResult choose(PickSubchannelArgs call) {
		return this.results[this.turns.next()];
	}

}
