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

package io.mprpc.internal.zookeeper.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Debouncer}: changes that are shown immediately and changes that are
 * gathered.
 */
class DebouncerTests {

	private final FakeClock clock = new FakeClock();

	private final List<Long> looks = new ArrayList<>();

	private final long start = this.clock.nanoTime();

	private final Debouncer window = new Debouncer(Duration.ofMillis(20), this.clock, this::schedule,
			() -> this.looks.add(this.millis()));

	@Test
	void theFirstChangeIsShownAtOnce() {
		this.window.change();
		advance(0);
		assertThat(this.looks).containsExactly(0L);
	}

	@Test
	void changesOfOneMomentAreShownTogether() {
		this.window.change();
		this.window.change();
		this.window.change();
		advance(100);
		assertThat(this.looks).containsExactly(0L);
	}

	@Test
	void changesSoonAfterOneThatWasShownAreGathered() {
		this.window.change();
		advance(0);
		this.window.shown();
		for (int i = 0; i < 15; i++) {
			advance(1);
			this.window.change();
		}
		advance(100);
		assertThat(this.looks).containsExactly(0L, 20L);
	}

	@Test
	void aLookThatShowedNothingDelaysNoOther() {
		this.window.change();
		advance(1);
		this.window.change();
		advance(1);
		assertThat(this.looks).containsExactly(0L, 1L);
	}

	@Test
	void aRemovalIsLookedAtWhenTheWindowHasPassed() {
		this.window.later();
		advance(19);
		assertThat(this.looks).isEmpty();
		advance(1);
		assertThat(this.looks).containsExactly(20L);
	}

	@Test
	void aChangeDoesNotWaitForARemoval() {
		this.window.later();
		advance(5);
		this.window.change();
		advance(0);
		assertThat(this.looks).containsExactly(5L);
		this.window.later();
		advance(100);
		assertThat(this.looks).containsExactly(5L, 25L);
	}

	@Test
	void aLookThatIsDueIsNotAskedForAgain() {
		this.window.later();
		this.window.later();
		assertThat(this.clock.taskCount()).isOne();
	}

	private void advance(int millis) {
		this.clock.forward(Duration.ofMillis(millis));
	}

	private void schedule(Duration delay, Runnable task) {
		this.clock.timer().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private long millis() {
		return TimeUnit.NANOSECONDS.toMillis(this.clock.nanoTime() - this.start);
	}

}
