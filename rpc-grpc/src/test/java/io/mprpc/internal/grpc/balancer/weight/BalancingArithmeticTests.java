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

import io.mprpc.internal.grpc.balancer.FixedRandom;
import io.mprpc.internal.grpc.balancer.admission.ConnectBackoff;
import io.mprpc.internal.grpc.balancer.backend.CallResults;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Warm-up, zones and backoff.
 */
class BalancingArithmeticTests {

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
	void withoutWarmUpEverybodyIsWarm() {
		WarmUp none = new WarmUp(0);
		assertThat(none.share(none.warmth(0), none.warmth(Long.MAX_VALUE))).isEqualTo(1);
	}

	@Test
	void aZoneKeepsItsCallsWhileEnoughOfItIsReady() {
		assertThat(ZoneOverflow.factor(300, 300, 300)).isZero();
		assertThat(ZoneOverflow.factor(700, 500, 300)).isZero();
	}

	@Test
	void aZoneGivesAwayWhatIsTooMuchForTheRest() {
		// A third is ready: it keeps 7/15 of the calls.
		double factor = ZoneOverflow.factor(300, 100, 400);
		assertThat(100 / (100 + 400 * factor)).isEqualTo(7.0 / 15, within(1e-9));
	}

	@Test
	void aZoneWithNobodyReadyGivesAwayEverything() {
		assertThat(ZoneOverflow.factor(300, 0, 400)).isEqualTo(1);
		assertThat(ZoneOverflow.factor(0, 0, 400)).isEqualTo(1);
	}

	@Test
	void aZoneKeepsEverythingWhenNobodyElseIsReady() {
		assertThat(ZoneOverflow.factor(300, 1, 0)).isZero();
	}

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

	@Test
	void withoutCallsNothingHasFailed() {
		assertThat(new CallResults.Tally(0, 0).failurePercentage()).isZero();
		assertThat(new CallResults.Tally(3, 1).failurePercentage()).isEqualTo(25);
	}

	private double share(long seconds, long warmestSeconds) {
		return this.minute.share(this.minute.warmth(TimeUnit.SECONDS.toNanos(seconds)),
				this.minute.warmth(TimeUnit.SECONDS.toNanos(warmestSeconds)));
	}

}
