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

package io.mprpc.registryserver.traffic.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.HistorySlot;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link CallSeries}, through the history.
 */
class CallSeriesTests {

	private static final HistoryKey KEY = HistoryKey.service("users");

	private final FakeClock clock = new FakeClock();

	private final History history = new History(10, this.clock);

	@Test
	void callsThatWereCountedOverSeveralSlotsAreSpreadOverThem() {
		forward(30);
		this.history.add(KEY, Deltas.calls(90, 9), 22.5);
		forward(15);
		List<HistorySlot> slots = slots(HistoryRange.HOUR);
		assertThat(slots).extracting(HistorySlot::at).containsExactly(start(0), start(15), start(30));
		assertThat(slots.get(0).callsPerSecond()).isEqualTo(2.0, within(0.001));
		assertThat(slots.get(1).callsPerSecond()).isEqualTo(4.0, within(0.001));
		assertThat(slots.get(1).failedPerSecond()).isEqualTo(0.4, within(0.001));
		assertThat(slots.get(2).callsPerSecond()).isNull();
	}

	@Test
	void reportsOfEachSecondAddUp() {
		for (int second = 1; second <= 30; second++) {
			forward(1);
			this.history.add(KEY, Deltas.unsent(3), 1);
		}
		assertThat(slots(HistoryRange.MINUTES_15)).hasSize(2).allSatisfy((slot) -> {
			assertThat(slot.callsPerSecond()).isEqualTo(3, within(0.001));
			assertThat(slot.unsentPerSecond()).isEqualTo(3, within(0.001));
			assertThat(slot.failedPerSecond()).isEqualTo(3, within(0.001));
		});
	}

	@Test
	void aSlotThatIsNotOverIsNotShownNorOneThatReportsMayStillFill() {
		forward(5);
		this.history.add(KEY, Deltas.calls(10, 0), 5);
		forward(9);
		assertThat(slots(HistoryRange.HOUR)).isEmpty();
		forward(1);
		assertThat(slots(HistoryRange.HOUR)).hasSize(1);
		assertThat(this.history.calls(KEY, HistoryRange.HOUR, Duration.ofSeconds(1)).slots()).isEmpty();
		forward(1);
		assertThat(this.history.calls(KEY, HistoryRange.HOUR, Duration.ofSeconds(1)).slots()).hasSize(1);
	}

	@Test
	void whatWasNotReportedIsUnknownAndNotZero() {
		forward(5);
		this.history.add(KEY, Deltas.calls(10, 0), 5);
		forward(30);
		this.history.add(KEY, CallDelta.NONE, 5);
		forward(25);
		List<HistorySlot> slots = slots(HistoryRange.HOUR);
		assertThat(slots).extracting(HistorySlot::callsPerSecond).element(1).isNull();
		assertThat(slots).extracting(HistorySlot::callsPerSecond).element(2).isEqualTo(0.0);
		assertThat(slots.get(2).failedPerSecond()).isZero();
		assertThat(slots.get(2).p50Millis()).isNull();
	}

	@Test
	void anHourIsKeptInShortSlotsAndSixInLongOnes() {
		for (int minute = 1; minute <= 7 * 60; minute++) {
			forward(60);
			this.history.add(KEY, Deltas.lasting(60, 30), 60);
		}
		assertThat(slots(HistoryRange.MINUTES_15)).hasSize(60);
		assertThat(slots(HistoryRange.HOUR)).hasSize(240)
			.first()
			.satisfies((slot) -> assertThat(slot.at()).isEqualTo(this.clock.instant().minus(Duration.ofHours(1))));
		assertThat(slots(HistoryRange.HOURS_6)).hasSize(240).allSatisfy((slot) -> {
			assertThat(slot.callsPerSecond()).isEqualTo(1.0, within(0.001));
			assertThat(slot.p99Millis()).isEqualTo(BucketScale.endMillis(30), within(0.001));
		});
		forward(7 * 3600);
		assertThat(slots(HistoryRange.HOURS_6)).isEmpty();
	}

	@Test
	void percentilesAreThoseOfAllCallsInTheSlot() {
		forward(5);
		this.history.add(KEY, Deltas.lasting(98, 20), 5);
		forward(5);
		this.history.add(KEY, Deltas.lasting(2, 60), 5);
		forward(5);
		HistorySlot slot = slots(HistoryRange.HOUR).get(0);
		assertThat(slot.p50Millis()).isEqualTo(BucketScale.endMillis(20), within(0.001));
		assertThat(slot.p99Millis()).isEqualTo(BucketScale.endMillis(60), within(0.001));
	}

	@Test
	void percentilesStayWhenTheirDurationsAreGone() {
		forward(15);
		this.history.add(KEY, Deltas.lasting(150, 20), 15);
		for (int i = 0; i < 5; i++) {
			forward(15);
			this.history.add(KEY, Deltas.lasting(150, 60), 15);
		}
		List<HistorySlot> slots = slots(HistoryRange.HOUR);
		assertThat(slots).hasSize(6);
		assertThat(slots.get(0).p50Millis()).isEqualTo(BucketScale.endMillis(20), within(0.001));
		assertThat(slots.get(5).p50Millis()).isEqualTo(BucketScale.endMillis(60), within(0.001));
	}

	@Test
	void callsThatWereCountedForMinutesHaveDurationsInAllTheirSlots() {
		forward(150);
		this.history.add(KEY, Deltas.lasting(300, 20), 150);
		assertThat(slots(HistoryRange.HOUR)).hasSize(10)
			.allSatisfy((slot) -> assertThat(slot.p50Millis()).isEqualTo(BucketScale.endMillis(20), within(0.001)));
	}

	@Test
	void durationsCountForTheShareOfTheirTimeThatIsInASlot() {
		forward(15);
		this.history.add(KEY, Deltas.lasting(150, 20), 15);
		forward(9);
		// A tenth of these belongs to the first slot: 50 among 200.
		this.history.add(KEY, Deltas.lasting(500, 60), 10);
		forward(6);
		assertThat(slots(HistoryRange.HOUR)).extracting((slot) -> Math.round(slot.p50Millis() * 1000))
			.containsExactly(Math.round(BucketScale.endMillis(20) * 1000),
					Math.round(BucketScale.endMillis(60) * 1000));
	}

	@Test
	void callsThatWereCountedForMoreThanWhatIsKeptFillIt() {
		forward(7 * 3600);
		this.history.add(KEY, Deltas.calls(7 * 3600, 0), 7 * 3600);
		assertThat(slots(HistoryRange.HOURS_6)).hasSize(240)
			.allSatisfy((slot) -> assertThat(slot.callsPerSecond()).isEqualTo(1, within(0.001)));
	}

	private List<HistorySlot> slots(HistoryRange range) {
		return this.history.calls(KEY, range, Duration.ZERO).slots();
	}

	private void forward(long seconds) {
		this.clock.forward(Duration.ofSeconds(seconds));
	}

	private static Instant start(int second) {
		return FakeClock.START.plusSeconds(second);
	}

}
