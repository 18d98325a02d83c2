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

package io.mprpc.internal.grpc.report;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LatencyBuckets}.
 */
class LatencyBucketsTests {

	private final long[] bounds = LatencyBuckets.bounds().toArray();

	@Test
	void eachDurationIsInTheBucketWhoseBoundsAreAroundIt() {
		assertThat(this.bounds).hasSize(LatencyBuckets.BOUNDS).isSorted().doesNotHaveDuplicates();
		for (int i = 0; i < this.bounds.length; i++) {
			assertThat(LatencyBuckets.index(this.bounds[i])).isEqualTo(i);
			assertThat(LatencyBuckets.index(this.bounds[i] + 1)).isEqualTo(i + 1);
		}
	}

	@Test
	void nothingIsTooShortOrTooLong() {
		assertThat(LatencyBuckets.index(-1)).isZero();
		assertThat(LatencyBuckets.index(0)).isZero();
		assertThat(LatencyBuckets.index(1)).isZero();
		assertThat(LatencyBuckets.index(3L << 35)).isEqualTo(LatencyBuckets.BOUNDS);
		assertThat(LatencyBuckets.index((1L << 37) - 1)).isEqualTo(LatencyBuckets.BOUNDS);
		assertThat(LatencyBuckets.index(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.BOUNDS);
	}

	@Test
	void aBucketIsAQuarterOfItsLowerBoundWideAtMost() {
		for (int i = 1; i < this.bounds.length; i++) {
			assertThat(this.bounds[i] - this.bounds[i - 1]).isLessThanOrEqualTo(this.bounds[i - 1] / 4);
		}
		assertThat(this.bounds[0]).isLessThan(TimeUnit.MICROSECONDS.toNanos(66));
		assertThat(this.bounds[this.bounds.length - 1]).isGreaterThan(TimeUnit.SECONDS.toNanos(68));
	}

}
