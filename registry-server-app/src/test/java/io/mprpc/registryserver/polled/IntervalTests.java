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

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Interval}.
 */
class IntervalTests {

	@Test
	void countersOfAnotherLifeHaveNoDifference() {
		CallStatsSample first = answer("one", 0, counts(100, 0));
		CallStatsSample again = answer("one", 5, counts(110, 1));
		CallStatsSample restarted = answer("two", 10, counts(3, 0));
		assertThat(Interval.between(null, first).isKnown()).isFalse();
		Interval interval = Interval.between(first, again);
		assertThat(interval.seconds()).isEqualTo(5);
		assertThat(interval.provided().values()).containsExactly(counts(10, 1));
		assertThat(Interval.between(again, restarted).isKnown()).isFalse();
	}

	@Test
	void anIntervalIsAsLongAsTheTimeBetweenItsAnswers() {
		CallStatsSample at100 = answer("one", 100, counts(5, 0));
		CallStatsSample at102 = answer("one", 102, counts(9, 0));
		assertThat(Interval.between(at100, at102).seconds()).isEqualTo(2);
		assertThat(Interval.between(at100, at100)).isSameAs(Interval.UNKNOWN);
		assertThat(Interval.between(at102, at100).isKnown()).isFalse();
	}

	private static CallStatsSample answer(String life, long second, Counts counts) {
		return new CallStatsSample("shop", life, TimeUnit.SECONDS.toNanos(second),
				Map.of(new MethodKey("s", "m"), counts), Map.of());
	}

	private static Counts counts(long calls, long errors) {
		return new Counts(calls, errors, new TreeMap<>());
	}

}
