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

package io.mprpc.internal.grpc.balancer.admission;

import java.util.concurrent.TimeUnit;

import io.mprpc.internal.grpc.balancer.FixedRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectBackoff}.
 */
class ConnectBackoffTests {

	@Test
	void backoffGrowsToFiveSecondsAndBeginsAnew() {
		ConnectBackoff backoff = new ConnectBackoff(new FixedRandom((bound) -> bound / 2));
		assertThat(backoff.nextNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1000));
		assertThat(backoff.nextNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1600));
		assertThat(backoff.nextNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(2560));
		assertThat(backoff.nextNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(4096));
		assertThat(backoff.nextNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(5000));
		assertThat(backoff.nextNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(5000));
		backoff.reset();
		assertThat(backoff.nextNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1000));
	}

	@Test
	void backoffIsSpreadByAFifth() {
		assertThat(new ConnectBackoff(new FixedRandom((bound) -> 0)).nextNanos())
			.isEqualTo(TimeUnit.MILLISECONDS.toNanos(800));
		assertThat(new ConnectBackoff(new FixedRandom((bound) -> bound - 1)).nextNanos())
			.isEqualTo(TimeUnit.MILLISECONDS.toNanos(1200));
	}

}
