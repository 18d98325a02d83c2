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

import java.util.random.RandomGenerator;

import io.grpc.LoadBalancer.PickResult;
import io.grpc.LoadBalancer.PickSubchannelArgs;
import io.mprpc.internal.grpc.balancer.backend.InFlight;
import io.mprpc.internal.grpc.balancer.weight.RoundRobinSequence;

/**
 * Strategy that picks, of two instances, the one whose turn it is and a random one, the
 * one that has fewer calls in flight for its weight. An instance whose turn it is and
 * that has nothing to do is not compared: so calls spread by weight while there are few.
 */
final class LeastOutstandingPickStrategy implements PickStrategy {

	private final RoundRobinSequence turns;

	private final PickResult[] results;

	private final InFlight[] loads;

	private final long[] weights;

	private final RandomGenerator random;

	/**
	 * Creates the choice.
	 * @param turns whose turn it is
	 * @param results results of a pick of each instance: counts the calls in flight
	 * @param loads calls in flight to each
	 * @param weights weight of each
	 * @param random picks the other
	 */
	LeastOutstandingPickStrategy(RoundRobinSequence turns, PickResult[] results, InFlight[] loads, long[] weights,
			RandomGenerator random) {
		this.turns = turns;
		this.results = results;
		this.loads = loads;
		this.weights = weights;
		this.random = random;
	}

	@Override
	public PickResult choose(PickSubchannelArgs call) {
		int first = this.turns.next();
		long firstCount = this.loads[first].count();
		if (firstCount == 0 || this.results.length == 1) {
			return this.results[first];
		}
		int other = this.random.nextInt(this.results.length - 1);
		int second = (other < first) ? other : other + 1;
		long secondCount = this.loads[second].count();
		boolean secondIsLess = (secondCount + 1) * this.weights[first] < (firstCount + 1) * this.weights[second];
		return this.results[secondIsLess ? second : first];
	}

}
