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
import java.util.ArrayList;
import java.util.List;

import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.HistorySlot;
import io.mprpc.registryserver.traffic.model.LoadHistory.LoadSlot;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link History}.
 */
class HistoryTests {

	private final FakeClock clock = new FakeClock();

	private final History history = new History(3, this.clock);

	@Test
	void soManySeriesAreKeptAndNoMore() {
		forward(1);
		for (String service : List.of("a", "b", "c", "d")) {
			this.history.add(HistoryKey.service(service), Deltas.calls(1, 0), 1);
		}
		assertThat(this.history.size()).isEqualTo(3);
		assertThat(this.history.refused()).isOne();
		assertThat(this.history.evicted()).isZero();
		forward(15);
		assertThat(slots(this.history, "a")).hasSize(1);
		assertThat(slots(this.history, "d")).isEmpty();
	}

	@Test
	void theSeriesThatIsIdleForLongestMakesRoom() {
		this.history.add(HistoryKey.service("a"), Deltas.calls(1, 0), 1);
		forward(60);
		this.history.add(HistoryKey.service("b"), Deltas.calls(1, 0), 1);
		this.history.add(HistoryKey.service("c"), Deltas.calls(1, 0), 1);
		forward(60);
		this.history.add(HistoryKey.service("a"), Deltas.calls(1, 0), 1);
		this.history.add(HistoryKey.service("c"), Deltas.calls(1, 0), 1);
		forward(299);
		// No call, no activity.
		this.history.add(HistoryKey.service("b"), CallDelta.NONE, 1);
		this.history.add(HistoryKey.service("d"), Deltas.calls(1, 0), 1);
		assertThat(this.history.evicted()).isOne();
		forward(30);
		assertThat(slots(this.history, "b")).isEmpty();
		assertThat(List.of("a", "c", "d")).allSatisfy((name) -> assertThat(slots(this.history, name)).isNotEmpty());
	}

	@Test
	void aClockThatIsSetBackLeavesRoomForOthers() {
		Instant[] now = { FakeClock.START };
		History own = new History(1, () -> now[0]);
		own.add(HistoryKey.service("first"), Deltas.calls(1, 0), 1);
		own.add(HistoryKey.service("second"), Deltas.calls(1, 0), 1);
		now[0] = FakeClock.START.minus(Duration.ofDays(1));
		own.add(HistoryKey.service("third"), Deltas.calls(1, 0), 1);
		assertThat(own.evicted()).isOne();
		assertThat(own.size()).isOne();
	}

	@Test
	void methodsLeaveHalfOfTheRoomToOthers() {
		History larger = new History(4, this.clock);
		for (String method : List.of("a", "b", "c")) {
			larger.add(HistoryKey.method("s", method), Deltas.calls(1, 0), 1);
		}
		assertThat(larger.size()).isEqualTo(2);
		assertThat(larger.refused()).isOne();
		larger.add(HistoryKey.service("s"), Deltas.calls(1, 0), 1);
		larger.add(HistoryKey.load("p"), load(0.5, null, 1), 1);
		assertThat(larger.size()).isEqualTo(4);
		forward(301);
		larger.add(HistoryKey.method("s", "c"), Deltas.calls(1, 0), 1);
		assertThat(larger.evicted()).isOne();
		assertThat(larger.refused()).isOne();
	}

	@Test
	void noCallsBeginNoSeries() {
		this.history.add(HistoryKey.service("a"), CallDelta.NONE, 1);
		assertThat(this.history.size()).isZero();
	}

	@Test
	void loadIsTheMeanOverTheTimeOfTheSlot() {
		forward(10);
		this.history.add(HistoryKey.load("p"), load(0.2, 100L, 10), 10);
		forward(5);
		this.history.add(HistoryKey.load("p"), load(0.8, null, 40), 5);
		List<LoadSlot> slots = loads(this.history);
		assertThat(slots).hasSize(1);
		assertThat(slots.get(0).processCpu()).isEqualTo(0.4, within(0.001));
		assertThat(slots.get(0).threads()).isEqualTo(20, within(0.001));
		assertThat(slots.get(0).heapAfterCollection()).isEqualTo(100);
		assertThat(slots.get(0).collectionShare()).isNull();
	}

	@Test
	void anotherMemberFillsWhatIsMissing() {
		History other = new History(3, this.clock);
		forward(600);
		for (int minute = 0; minute < 10; minute++) {
			forward(60);
			other.add(HistoryKey.service("a"), Deltas.lasting(600, 30), 60);
			other.add(HistoryKey.load("p"), load(0.5, 7L, 3), 60);
			if (minute >= 5) {
				this.history.add(HistoryKey.service("a"), Deltas.calls(60, 0), 60);
			}
		}
		List<HistoryRun> runs = runs(other);
		assertThat(runs).extracting((run) -> run.key().kind())
			.containsExactly(HistoryKey.Kind.SERVICE, HistoryKey.Kind.SERVICE, HistoryKey.Kind.LOAD,
					HistoryKey.Kind.LOAD);
		assertThat(runs.get(0).slots()).isEqualTo(40);
		assertThat(runs.get(0).figures()[0]).as("calls per second").isEqualTo(10f, within(0.001f));
		assertThat(runs.get(1).figures()[10]).as("calls per second").isEqualTo(10f, within(0.001f));
		int filled = runs.stream().mapToInt(this.history::merge).sum();
		// Of 40 slots 20 were there, of 7 slots of 90 seconds 3.
		assertThat(filled).isEqualTo(20 + 4 + 40 + 7);
		List<HistorySlot> slots = slots(this.history, "a");
		assertThat(slots).hasSize(40);
		assertThat(slots.get(0).callsPerSecond()).isEqualTo(10, within(0.001));
		assertThat(slots.get(0).p99Millis()).isEqualTo(BucketScale.endMillis(30), within(0.001));
		assertThat(slots.get(39).callsPerSecond()).isEqualTo(1, within(0.001));
		assertThat(loads(this.history)).hasSize(40)
			.allSatisfy((slot) -> assertThat(slot.processCpu()).isEqualTo(0.5, within(0.001)));
		assertThat(runs.stream().mapToInt(this.history::merge).sum()).as("again").isZero();
	}

	@Test
	void inItsFirstSecondsAMemberCountsLessThanTheOthers() {
		History other = new History(3, this.clock);
		for (int i = 0; i < 8; i++) {
			forward(15);
			other.add(HistoryKey.service("a"), Deltas.calls(150, 0), 15);
			this.history.add(HistoryKey.service("a"), Deltas.calls(15, 0), 15);
		}
		runs(other).forEach(this.history::merge);
		assertThat(slots(this.history, "a")).extracting((slot) -> Math.round(slot.callsPerSecond()))
			.containsExactly(10L, 10L, 10L, 10L, 1L, 1L, 1L, 1L);
	}

	@Test
	void onlyTheTimeThatIsAskedForIsGiven() {
		for (int i = 0; i < 8; i++) {
			forward(15);
			this.history.add(HistoryKey.service("a"), Deltas.calls(150, 0), 15);
		}
		long start = FakeClock.START.toEpochMilli();
		List<HistoryRun> runs = new ArrayList<>();
		this.history.export(start + 30_000, start + 59_000).forEachRemaining(runs::add);
		assertThat(runs.get(0).firstMillis()).isEqualTo(start + 30_000);
		assertThat(runs.get(0).slots()).isEqualTo(2);
		assertThat(this.history.export(start - 60_000, start - 1)).isExhausted();
	}

	@Test
	void aClockThatIsSetBackBeginsAnew() {
		Instant[] now = { FakeClock.START.plusSeconds(10) };
		History own = new History(3, () -> now[0]);
		own.add(HistoryKey.service("a"), Deltas.calls(15, 0), 5);
		now[0] = now[0].minus(Duration.ofDays(1));
		own.add(HistoryKey.service("a"), Deltas.calls(30, 0), 5);
		now[0] = now[0].plusSeconds(15);
		assertThat(slots(own, "a")).extracting(HistorySlot::callsPerSecond).containsExactly(2.0);
	}

	@Test
	void olderOrFutureSlotsOfAnotherMemberAreLeftOut() {
		long slot = 15_000;
		long now = FakeClock.START.toEpochMilli();
		float[] one = { 1, 0, 0, Float.NaN, Float.NaN };
		for (long first : new long[] { now - 241 * slot, now, now + slot }) {
			assertThat(this.history.merge(new HistoryRun(HistoryKey.service("a"), 15_000, first, one))).isZero();
		}
		assertThat(this.history.merge(new HistoryRun(HistoryKey.service("a"), 15_000, now - 240 * slot, one))).isOne();
	}

	private List<HistoryRun> runs(History of) {
		List<HistoryRun> runs = new ArrayList<>();
		of.export(0, this.clock.instant().toEpochMilli()).forEachRemaining(runs::add);
		return runs;
	}

	private static List<HistorySlot> slots(History of, String service) {
		return of.calls(HistoryKey.service(service), HistoryRange.HOUR, Duration.ZERO).slots();
	}

	private static List<LoadSlot> loads(History of) {
		return of.load(HistoryKey.load("p"), HistoryRange.HOUR, Duration.ZERO).slots();
	}

	private static ProcessLoad load(double cpu, Long heap, int threads) {
		return new ProcessLoad(cpu, null, 2, null, heap, null, null, threads, null, null, null, null);
	}

	private void forward(long seconds) {
		this.clock.forward(Duration.ofSeconds(seconds));
	}

}
