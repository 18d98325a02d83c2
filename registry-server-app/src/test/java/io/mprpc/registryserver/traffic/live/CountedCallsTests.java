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

package io.mprpc.registryserver.traffic.live;

import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.SeriesCounts.Kind;
import io.mprpc.registryserver.traffic.history.CallDelta;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CountedCalls}.
 */
class CountedCallsTests {

	@Test
	void callsAreTheDifferenceOfTheCounts() {
		CallDelta delta = CountedCalls.between(
				counts(10, new int[] { 5, 14 }, new long[] { 1, 2 }, new int[] { 3, 9 }, new long[] { 4, 6 }, 1),
				counts(30, new int[] { 1, 5, 14 }, new long[] { 2, 1, 5 }, new int[] { 3, 5, 9 },
						new long[] { 4, 8, 18 }, 3));
		assertThat(delta.calls()).isEqualTo(20);
		assertThat(delta.statusCodes()).containsExactly(1, 14);
		assertThat(delta.statusCalls()).containsExactly(2, 3);
		assertThat(delta.failed()).as("without CANCELLED").isEqualTo(3);
		assertThat(delta.bucketIndexes()).containsExactly(5, 9);
		assertThat(delta.bucketCalls()).containsExactly(8, 12);
		assertThat(delta.unsent()).containsExactly(2);
	}

	@Test
	void aCounterThatHasDecreasedWasReset() {
		CallDelta delta = CountedCalls.between(
				counts(10, new int[] { 14 }, new long[] { 2 }, new int[] { 3 }, new long[] { 10 }, 1),
				counts(4, new int[] { 14 }, new long[] { 3 }, new int[] { 3 }, new long[] { 4 }, 2));
		assertThat(delta.calls()).isEqualTo(4);
		assertThat(delta.failed()).isEqualTo(3);
		assertThat(delta.bucketCalls()).containsExactly(4);
		assertThat(delta.unsent()).containsExactly(2);
	}

	@Test
	void withoutCallsThereIsNothing() {
		SeriesCounts counts = counts(10, new int[] { 14 }, new long[] { 2 }, new int[0], new long[0], 0);
		assertThat(CountedCalls.between(counts, counts)).isSameAs(CallDelta.NONE);
		assertThat(CountedCalls.between(null, counts(0, new int[0], new long[0], new int[0], new long[0], 0)))
			.isSameAs(CallDelta.NONE);
	}

	@Test
	void callsThatWereNotSentHaveFailedAndNoMoreFailThanEnd() {
		assertThat(CountedCalls.between(null, counts(10, new int[0], new long[0], new int[0], new long[0], 7)).failed())
			.isEqualTo(7);
		assertThat(
				CountedCalls.between(null, counts(10, new int[] { 2 }, new long[] { 70 }, new int[0], new long[0], 7))
					.failed())
			.isEqualTo(10);
	}

	@Test
	void aSingleBucketThatDecreasesCountsNothing() {
		assertThat(CountedCalls
			.between(counts(10, new int[0], new long[0], new int[] { 3 }, new long[] { 10 }, 0),
					counts(11, new int[0], new long[0], new int[] { 3 }, new long[] { 9 }, 0))
			.bucketCalls()).isEmpty();
	}

	@Test
	void countsThatContradictEachOtherAreNotUsed() {
		assertThat(CountedCalls.isValid(counts(1, new int[0], new long[0], new int[] { 3 }, new long[] { 1 }, 0)))
			.isTrue();
		assertThat(CountedCalls.isValid(counts(-1, new int[0], new long[0], new int[0], new long[0], 0))).isFalse();
		assertThat(CountedCalls.isValid(counts(1, new int[] { 1 }, new long[0], new int[0], new long[0], 0))).isFalse();
		assertThat(CountedCalls.isValid(counts(1, new int[0], new long[0], new int[] { 82 }, new long[] { 1 }, 0)))
			.isFalse();
		assertThat(CountedCalls.isValid(counts(1, new int[0], new long[0], new int[] { 3, 3 }, new long[] { 1, 1 }, 0)))
			.isFalse();
		assertThat(CountedCalls.isValid(counts(1, new int[0], new long[0], new int[] { -1 }, new long[] { 1 }, 0)))
			.isFalse();
		assertThat(CountedCalls.isValid(counts(1, new int[0], new long[0], new int[] { 3 }, new long[] { -1 }, 0)))
			.isFalse();
	}

	private static SeriesCounts counts(long calls, int[] codes, long[] ofCodes, int[] buckets, long[] ofBuckets,
			long unsent) {
		return new SeriesCounts(Kind.CONSUMED_METHOD, "users", "Login", null, calls, codes, ofCodes, buckets, ofBuckets,
				0, new long[] { unsent }, "");
	}

}
