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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReconnectBackoffTests {

	private static final Duration HALF = Duration.ofMillis(500);

	private static final Duration LAST = Duration.ofSeconds(30);

	@Test
	void doublesUpToTheLast() {
		// In the middle of the jitter.
		RandomGenerator middle = () -> 1L << 63;
		ReconnectBackoff backoff = new ReconnectBackoff(HALF, LAST, middle);
		List<Long> millis = Stream.generate(backoff::next).limit(9).map(Duration::toMillis).toList();
		assertThat(millis).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
		backoff.reset();
		assertThat(backoff.next()).isEqualTo(HALF);
	}

	@Test
	void differsByAFifth() {
		ReconnectBackoff backoff = new ReconnectBackoff(HALF, LAST, new Random(1));
		long[] waits = LongStream.range(0, 1000).map((i) -> backoff.jitter(LAST).toMillis()).sorted().toArray();
		assertThat(waits[0]).isBetween(24_000L, 24_500L);
		assertThat(waits[999]).isBetween(35_500L, 36_000L);
	}

}
