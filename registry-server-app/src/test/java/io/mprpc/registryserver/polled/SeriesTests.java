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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Series}.
 */
class SeriesTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final Series series = new Series();

	@Test
	void callsThatWereCountedOverSeveralSlotsAreSpreadOverThem() {
		this.series.add(counts(90, 9), 22.5, START.plusSeconds(30));
		List<TimeBucket> moments = this.series.moments(START.plusSeconds(45));
		assertThat(moments).extracting(TimeBucket::at).startsWith(START, START.plusSeconds(15));
		assertThat(moments.get(0).callsPerSecond()).isEqualTo(2.0, within(0.001));
		assertThat(moments.get(1).callsPerSecond()).isEqualTo(4.0, within(0.001));
		assertThat(moments.get(0).errorRate()).isEqualTo(0.1, within(0.001));
	}

	@Test
	void aSlotThatIsNotOverIsNotShown() {
		this.series.add(counts(10, 0), 5, START.plusSeconds(5));
		assertThat(this.series.moments(START.plusSeconds(14))).isEmpty();
		assertThat(this.series.moments(START.plusSeconds(15))).hasSize(1);
	}

	@Test
	void whatWasNotMeasuredIsUnknownAndNotZero() {
		this.series.add(counts(10, 0), 5, START.plusSeconds(5));
		this.series.add(counts(0, 0), 5, START.plusSeconds(35));
		List<TimeBucket> moments = this.series.moments(START.plusSeconds(60));
		assertThat(moments).extracting(TimeBucket::callsPerSecond).element(1).isNull();
		assertThat(moments).extracting(TimeBucket::callsPerSecond).element(2).isEqualTo(0.0);
		assertThat(moments.get(2).errorRate()).isZero();
		assertThat(moments.get(2).p50Millis()).isNull();
	}

	@Test
	void onlyTheLastHourIsKept() {
		for (int second = 5; second <= 7200; second += 5) {
			this.series.add(counts(5, 0), 5, START.plusSeconds(second));
		}
		List<TimeBucket> moments = this.series.moments(START.plusSeconds(7200));
		assertThat(moments).hasSize(240)
			.allSatisfy((moment) -> assertThat(moment.callsPerSecond()).isEqualTo(1.0, within(0.001)));
		assertThat(moments.get(0).at()).isEqualTo(START.plusSeconds(3600));
		assertThat(this.series.isOver(START.plusSeconds(7200))).isFalse();
		assertThat(this.series.isOver(START.plus(Duration.ofHours(4)))).isTrue();
	}

	@Test
	void percentilesAreThoseOfTheSlot() {
		SortedMap<Long, Long> durations = new TreeMap<>();
		durations.put(TimeUnit.MILLISECONDS.toNanos(2), 98L);
		durations.put(TimeUnit.MILLISECONDS.toNanos(50), 2L);
		this.series.add(new Counts(100, 0, durations), 5, START.plusSeconds(5));
		TimeBucket moment = this.series.moments(START.plusSeconds(15)).get(0);
		assertThat(moment.p50Millis()).isEqualTo(2.0);
		assertThat(moment.p99Millis()).isEqualTo(50.0);
	}

	@Test
	void everySlotThatShowsCallsShowsHowLongTheyTook() {
		// Counted over half a second, mostly in the second slot.
		this.series.add(lasting(20, 2), 0.5, START.plusMillis(15_300));
		List<TimeBucket> moments = this.series.moments(START.plusSeconds(30));
		assertThat(moments).hasSize(2).allSatisfy((moment) -> {
			assertThat(moment.callsPerSecond()).isPositive();
			assertThat(moment.p50Millis()).isEqualTo(2.0);
			assertThat(moment.p99Millis()).isEqualTo(2.0);
		});
	}

	@Test
	void durationsAreSpreadAsTheCallsAre() {
		this.series.add(lasting(150, 2), 15, START.plusSeconds(15));
		// A tenth of these belongs to the first slot: 50 among 200.
		this.series.add(lasting(500, 80), 10, START.plusSeconds(24));
		List<TimeBucket> moments = this.series.moments(START.plusSeconds(30));
		assertThat(moments).extracting(TimeBucket::p50Millis).containsExactly(2.0, 80.0);
		assertThat(moments).extracting(TimeBucket::p99Millis).containsExactly(80.0, 80.0);
	}

	@Test
	void aSlotThatBeginsWhereACountEndsIsNotMeasured() {
		this.series.add(counts(15, 0), 15, START.plusSeconds(15));
		this.series.add(counts(15, 0), 15, START.plusSeconds(45));
		assertThat(this.series.moments(START.plusSeconds(60))).extracting(TimeBucket::callsPerSecond)
			.containsExactly(1.0, null, 1.0, null);
	}

	@Test
	void durationsCountForTheShareOfTheirTimeThatIsInASlot() {
		this.series.add(lasting(150, 2), 5, START.plusSeconds(5));
		this.series.add(lasting(100, 80), 10, START.plusSeconds(15));
		assertThat(this.series.moments(START.plusSeconds(15)).get(0).p50Millis()).isEqualTo(2.0);
	}

	@Test
	void durationsOfASlotThatIsOverAddUpToo() {
		this.series.add(lasting(140, 2), 14, START.plusSeconds(14));
		// A tenth of these belongs to the slot before: 50 among 190.
		this.series.add(lasting(500, 80), 10, START.plusSeconds(24));
		assertThat(this.series.moments(START.plusSeconds(30)).get(0).p50Millis()).isEqualTo(2.0);
	}

	@Test
	void callsThatWereCountedForMinutesHaveDurationsInAllTheirSlots() {
		this.series.add(lasting(300, 2), 150, START.plusSeconds(150));
		assertThat(this.series.moments(START.plusSeconds(150))).hasSize(10)
			.allSatisfy((moment) -> assertThat(moment.p50Millis()).isEqualTo(2.0));
	}

	@Test
	void durationsOfOlderSlotsAreThoseOfTheLastCountAlone() {
		this.series.add(lasting(150, 2), 15, START.plusSeconds(15));
		// Six slots, of which the last four are recent.
		this.series.add(lasting(9000, 80), 90, START.plusSeconds(105));
		List<TimeBucket> moments = this.series.moments(START.plusSeconds(105));
		assertThat(moments).hasSize(7);
		assertThat(moments.get(0).p50Millis()).isEqualTo(2.0);
		assertThat(moments.subList(1, 7)).extracting(TimeBucket::p50Millis).containsOnly(80.0);
		this.series.add(lasting(90, 5), 90, START.plusSeconds(105));
		assertThat(this.series.moments(START.plusSeconds(105)).subList(1, 7)).extracting(TimeBucket::p50Millis)
			.containsExactly(5.0, 5.0, 5.0, 80.0, 80.0, 80.0);
	}

	@Test
	void callsThatWereCountedForMoreThanAnHourFillTheHour() {
		this.series.add(counts(7200, 720), 7200, START.plusSeconds(7200));
		List<TimeBucket> moments = this.series.moments(START.plusSeconds(7200));
		assertThat(moments).hasSize(240);
		assertThat(moments).allSatisfy((moment) -> {
			assertThat(moment.callsPerSecond()).isEqualTo(1, within(0.001));
			assertThat(moment.errorRate()).isEqualTo(0.1, within(0.001));
		});
	}

	@Test
	void anEmptySeriesIsOver() {
		assertThat(new Series().isOver(START)).isTrue();
		assertThat(new Series().moments(START)).isEmpty();
	}

	private static Counts lasting(long calls, long millis) {
		return new Counts(calls, 0, new TreeMap<>(Map.of(TimeUnit.MILLISECONDS.toNanos(millis), calls)));
	}

	private static Counts counts(long calls, long errors) {
		return new Counts(calls, errors, new TreeMap<>());
	}

}
