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

package io.mprpc.registryserver.polled;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Counts}.
 */
class CountsTests {

	@Test
	void whatCameSinceIsTheDifferenceOfEachCount() {
		Counts earlier = new Counts(10, 4, new TreeMap<>(Map.of(1L, 6L, 2L, 3L, 3L, 1L)));
		Counts later = new Counts(17, 5, new TreeMap<>(Map.of(1L, 9L, 2L, 3L, 4L, 5L)));
		assertThat(later.since(earlier)).isEqualTo(new Counts(7, 1, new TreeMap<>(Map.of(1L, 3L, 4L, 5L))));
		assertThat(earlier.since(later)).as("counters that began anew")
			.isEqualTo(new Counts(0, 0, new TreeMap<>(Map.of(3L, 1L))));
		assertThat(later.since(Counts.NONE)).isEqualTo(later);
	}

	@Test
	void sumsStayTheLargestNumberWhereTheyWouldOverflow() {
		Counts one = new Counts(3, 1, new TreeMap<>(Map.of(1L, 2L, 2L, 1L)));
		Counts other = new Counts(4, 2, new TreeMap<>(Map.of(1L, 4L)));
		assertThat(counts(0, 0).plus(Counts.NONE)).isEqualTo(Counts.NONE);
		assertThat(one.plus(other)).isEqualTo(new Counts(7, 3, new TreeMap<>(Map.of(1L, 6L, 2L, 1L))));
		Counts most = new Counts(Long.MAX_VALUE, Long.MAX_VALUE, new TreeMap<>(Map.of(1L, Long.MAX_VALUE)));
		assertThat(most.plus(one))
			.isEqualTo(new Counts(Long.MAX_VALUE, Long.MAX_VALUE, new TreeMap<>(Map.of(1L, Long.MAX_VALUE, 2L, 1L))));
	}

	@Test
	void aPercentileIsTheFirstDurationThatEnoughCallsDidNotExceed() {
		Counts counts = new Counts(4, 0, new TreeMap<>(Map.of(1_000_000L, 2L, 2_000_000L, 1L, 3_500_000L, 1L)));
		assertThat(List.of(0.0, 0.5, 0.51, 0.75, 0.76, 1.0)).map(counts::percentile)
			.containsExactly(1.0, 1.0, 2.0, 2.0, 3.5, 3.5);
		assertThat(Counts.NONE.percentile(0.5)).isNull();
	}

	private static Counts counts(long calls, long errors) {
		return new Counts(calls, errors, new TreeMap<>());
	}

}
