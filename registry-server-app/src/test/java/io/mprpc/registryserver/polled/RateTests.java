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
 * Tests for {@link Rate}.
 */
class RateTests {

	@Test
	void aRateSaysWhichShareOfTheCallsFailed() {
		assertThat(Rate.of(2.5, counts(200, 30))).isEqualTo(new Rate(2.5, 0.15, null, null));
		assertThat(Rate.of(0, counts(0, 0)).errorRate()).isZero();
		assertThat(Rate.of(1, lasting(10, 3))).isEqualTo(new Rate(1, 0, 3.0, 3.0));
	}

	private static Counts lasting(long calls, long millis) {
		return new Counts(calls, 0, new TreeMap<>(Map.of(TimeUnit.MILLISECONDS.toNanos(millis), calls)));
	}

	private static Counts counts(long calls, long errors) {
		return new Counts(calls, errors, new TreeMap<>());
	}

}
