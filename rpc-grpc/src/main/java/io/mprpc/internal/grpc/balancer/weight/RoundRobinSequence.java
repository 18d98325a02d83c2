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

package io.mprpc.internal.grpc.balancer.weight;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Sequence of turns: one after the other where all weights are the same, else in
 * proportion to the weights.
 */
public final class RoundRobinSequence {

	private final AtomicInteger steps;

	private final int members;

	private final @Nullable WeightedSequence weighted;

	/**
	 * Creates turns.
	 * @param weights weight of each member, each positive
	 * @param steps counts the turns; goes on when instances come and go
	 */
	public RoundRobinSequence(long[] weights, AtomicInteger steps) {
		this.steps = steps;
		this.members = weights.length;
		boolean same = Arrays.stream(weights).allMatch((weight) -> weight == weights[0]);
		this.weighted = same ? null : new WeightedSequence(weights);
	}

	/**
	 * Takes the next turn.
	 * @return index of the member
	 */
	public int next() {
		int step = this.steps.getAndIncrement();
		return (this.weighted == null) ? (step & Integer.MAX_VALUE) % this.members : this.weighted.at(step);
	}

}
