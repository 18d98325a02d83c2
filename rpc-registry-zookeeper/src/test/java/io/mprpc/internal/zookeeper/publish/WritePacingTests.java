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

package io.mprpc.internal.zookeeper.publish;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.mprpc.internal.zookeeper.session.Jitter;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WritePacing}, the delays before nodes are written again.
 */
class WritePacingTests {

	private static final Duration STEP = Duration.ofMillis(20);

	private final FakeClock clock = new FakeClock();

	private final WritePacing pacing = new WritePacing(this.clock, new Jitter(new Random(1)));

	@Test
	void theFirstRepairsAreMadeAtOnceAndThoseOfAFightLaterAndLater() {
		assertThat(repairs(6)).containsOnly(STEP);
		assertThat(repairs(3)).containsExactly(STEP.multipliedBy(2), STEP.multipliedBy(4), STEP.multipliedBy(8));
		assertThat(repairs(20)).endsWith(Duration.ofSeconds(10), Duration.ofSeconds(10));
	}

	@Test
	void aFightIsOverAfterAMinute() {
		repairs(10);
		this.clock.forward(Duration.ofSeconds(60));
		assertThat(this.pacing.afterChangeByOthers()).isGreaterThan(STEP);
		this.clock.forward(Duration.ofSeconds(61));
		assertThat(repairs(6)).containsOnly(STEP);
	}

	@Test
	void failuresInARowAreRetriedLaterAndLaterWithJitter() {
		for (int delay : new int[] { 50, 100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000 }) {
			assertThat(this.pacing.afterFailure()).isBetween(Duration.ofMillis(delay), Duration.ofMillis(2L * delay));
		}
		this.pacing.succeeded();
		assertThat(this.pacing.afterFailure()).isLessThan(Duration.ofMillis(100));
	}

	@Test
	void denialsAreRetriedAfterSecondsAndHalfAMinuteAtMost() {
		for (int delay : new int[] { 1, 2, 4, 8, 16, 30, 30 }) {
			assertThat(this.pacing.afterDenial()).isBetween(Duration.ofSeconds(delay), Duration.ofSeconds(delay + 1));
		}
	}

	@Test
	void processesSpreadTheirReturnToANewSession() {
		assertThat(Stream.generate(this.pacing::afterNewSession).limit(50)).doesNotHaveDuplicates()
			.allMatch((delay) -> delay.compareTo(Duration.ofMillis(500)) < 0);
	}

	private Stream<Duration> repairs(int count) {
		return IntStream.range(0, count).mapToObj((i) -> this.pacing.afterChangeByOthers()).toList().stream();
	}

}
