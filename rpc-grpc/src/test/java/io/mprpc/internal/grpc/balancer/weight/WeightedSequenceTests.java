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
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WeightedSequenceTests {

	@Test
	void anyStretchOfStepsIsSharedByWeight() {
		long[] weights = { 100, 50, 25, 1, 324 };
		WeightedSequence sequence = new WeightedSequence(weights);
		for (int begin : new int[] { 0, 17, 123_456_789, -5_000, Integer.MAX_VALUE - 250 }) {
			for (int length : new int[] { 10, 100, 500, 5_000 }) {
				assertThat(worstDeviation(sequence, weights, begin, length)).isLessThan(4);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 10, 100, 1_000 })
	void largestDeviationFromAFairShareOfAHundredThousandIsAFewSteps(int members) {
		Random random = new Random(members);
		long[] weights = LongStream.generate(() -> 1 + random.nextInt(10_000)).limit(members).toArray();
		assertThat(worstDeviation(new WeightedSequence(weights), weights, random.nextInt(), 100_000)).isLessThan(6);
	}

	@Test
	void aHeavyMemberIsNotVisitedInOneGo() {
		WeightedSequence sequence = new WeightedSequence(new long[] { 1, 1, 2 });
		int run = 0;
		int longest = 0;
		for (int step = 0; step < 10_000; step++) {
			run = (sequence.at(step) == 2) ? run + 1 : 0;
			longest = Math.max(longest, run);
		}
		assertThat(longest).isLessThanOrEqualTo(2);
	}

	@Test
	void extremeWeightsAndStepsStayInside() {
		long[] weights = new long[10_000];
		Arrays.fill(weights, 1);
		weights[5_000] = 10_000_000;
		weights[9_999] = 10_000_000;
		WeightedSequence sequence = new WeightedSequence(weights);
		IntStream.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)
			.forEach((step) -> assertThat(sequence.at(step)).isBetween(0, 9_999));
		assertThat(IntStream.range(0, 10_000).map(sequence::at).distinct().count()).isGreaterThan(2);
	}

	private static double worstDeviation(WeightedSequence sequence, long[] weights, int begin, int steps) {
		long[] visits = new long[weights.length];
		for (int i = 0; i < steps; i++) {
			visits[sequence.at(begin + i)]++;
		}
		long total = LongStream.of(weights).sum();
		return IntStream.range(0, weights.length)
			.mapToDouble((i) -> Math.abs(visits[i] - (double) steps * weights[i] / total))
			.max()
			.orElseThrow();
	}

}
