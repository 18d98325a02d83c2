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

package io.mprpc.registryserver.traffic;

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
 * Tests for {@link Series}, {@link Counts}, {@link Durations} and {@link Interval}.
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
		// Counted for half a second, of which most is in the second slot.
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

	@Test
	void callsThatWereCountedForMinutesHaveDurationsInAllTheirSlots() {
		this.series.add(lasting(300, 2), 150, START.plusSeconds(150));
		assertThat(this.series.moments(START.plusSeconds(150))).hasSize(10)
			.allSatisfy((moment) -> assertThat(moment.p50Millis()).isEqualTo(2.0));
	}

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

	@Test
	void aRateSaysWhichShareOfTheCallsFailed() {
		assertThat(Rate.of(2.5, counts(200, 30))).isEqualTo(new Rate(2.5, 0.15, null, null));
		assertThat(Rate.of(0, counts(0, 0)).errorRate()).isZero();
		assertThat(Rate.of(1, lasting(10, 3))).isEqualTo(new Rate(1, 0, 3.0, 3.0));
	}

	@Test
	void anIntervalIsAsLongAsTheTimeBetweenItsAnswers() {
		CallStatsSample at100 = answer("one", 100, counts(5, 0));
		CallStatsSample at102 = answer("one", 102, counts(9, 0));
		assertThat(Interval.between(at100, at102).seconds()).isEqualTo(2);
		assertThat(Interval.between(at100, at100)).isSameAs(Interval.UNKNOWN);
		assertThat(Interval.between(at102, at100).isKnown()).isFalse();
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

	private static CallStatsSample answer(String life, long second, Counts counts) {
		return new CallStatsSample("shop", life, TimeUnit.SECONDS.toNanos(second),
				Map.of(new MethodKey("s", "m"), counts), Map.of());
	}

	private static Counts lasting(long calls, long millis) {
		return new Counts(calls, 0, new TreeMap<>(Map.of(TimeUnit.MILLISECONDS.toNanos(millis), calls)));
	}

	private static Counts counts(long calls, long errors) {
		return new Counts(calls, errors, new TreeMap<>());
	}

}
