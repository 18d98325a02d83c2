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

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link WarmUp}.
 */
class WarmUpTests {

	private final WarmUp minute = new WarmUp(TimeUnit.SECONDS.toNanos(60));

	@Test
	void aFreshInstanceHasATenthBesideAWarmOne() {
		assertThat(share(0, 60)).isEqualTo(0.1, within(1e-9));
		assertThat(share(20, 60)).isEqualTo(0.4, within(1e-9));
		assertThat(share(60, 60)).isEqualTo(1);
	}

	@Test
	void instancesOfOneAgeHaveTheSameShareHoweverYoung() {
		assertThat(share(0, 0)).isEqualTo(1);
		assertThat(share(5, 5)).isEqualTo(1);
		assertThat(share(4, 5)).isGreaterThan(0.98);
	}

	@Test
	void ageCountsFromZeroUntilWarm() {
		assertThat(this.minute.warmth(-1)).isZero();
		assertThat(this.minute.warmth(Long.MAX_VALUE)).isEqualTo(this.minute.nanos());
	}

	@Test
	void withoutWarmUpEveryInstanceIsWarm() {
		WarmUp none = new WarmUp(0);
		assertThat(none.share(none.warmth(0), none.warmth(Long.MAX_VALUE))).isEqualTo(1);
	}

	private double share(long seconds, long warmestSeconds) {
		return this.minute.share(this.minute.warmth(TimeUnit.SECONDS.toNanos(seconds)),
				this.minute.warmth(TimeUnit.SECONDS.toNanos(warmestSeconds)));
	}

}
