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
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Durations}.
 */
class DurationsTests {

	@Test
	void theShortestDurationCanComeAgain() {
		Durations durations = new Durations();
		durations.add(Map.of(1_000_000L, 1L), 1);
		durations.add(Map.of(2_000_000L, 1L), 1);
		durations.add(Map.of(1_000_000L, 2L), 1);
		assertThat(List.of(0.75, 0.76)).map(durations::percentile).containsExactly(1.0, 2.0);
	}

	@Test
	void durationsComeInAnyOrder() {
		Durations durations = new Durations();
		assertThat(durations.percentile(0.5)).isNull();
		for (long millis : new long[] { 50, 2, 80, 10, 50 }) {
			durations.add(Map.of(TimeUnit.MILLISECONDS.toNanos(millis), 1L), 0.1);
		}
		assertThat(List.of(0.2, 0.4, 0.6, 0.8, 1.0)).map(durations::percentile)
			.containsExactly(2.0, 10.0, 50.0, 50.0, 80.0);
	}

}
