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

/**
 * Sequence that spreads steps over members in proportion to their weights, evenly in any
 * stretch of steps and not only in the long run: step by step, a point goes round a
 * circle by the golden ratio, on which each member owns an arc as long as its weight.
 * Costs the same for any number of members.
 */
final class WeightedSequence {

	// 2^64 divided by the golden ratio: of all distances the one whose multiples lie most
	// evenly on the circle.
	private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

	private final long[] ends;

	private final int[] guide;

	private final long total;

	/**
	 * Creates a sequence.
	 * @param weights weight of each member, each positive, in sum below 2<sup>62</sup>
	 */
	WeightedSequence(long[] weights) {
		this.ends = new long[weights.length];
		long sum = 0;
		for (int i = 0; i < weights.length; i++) {
			sum += weights[i];
			this.ends[i] = sum;
		}
		this.total = sum;
		this.guide = guide(this.ends, sum);
	}

	/**
	 * The member whose turn it is.
	 * @param step number of the step
	 * @return index of the member
	 */
	int at(int step) {
		// The fraction of the circle at which the point stands, in units of 2^-63.
		long fraction = (step * GOLDEN) >>> 1;
		long point = Math.multiplyHigh(fraction, this.total << 1);
		int member = this.guide[(int) Math.multiplyHigh(fraction, (long) this.guide.length << 1)];
		while (this.ends[member] <= point) {
			member++;
		}
		return member;
	}

	// For each of as many equal arcs as there are members, the member that owns its
	// beginning: the search from there takes two steps on average.
	private static int[] guide(long[] ends, long total) {
		int[] guide = new int[ends.length];
		int member = 0;
		for (int i = 0; i < guide.length; i++) {
			double begin = (double) total * i / guide.length;
			while (ends[member] <= (long) begin - 1) {
				member++;
			}
			guide[i] = member;
		}
		return guide;
	}

}
