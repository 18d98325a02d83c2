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

package io.mprpc.registryserver.traffic.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.mprpc.registry.Subscription;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportSchedule}.
 */
class ReportScheduleTests {

	private final FakeClock clock = new FakeClock();

	private final List<Duration> set = new ArrayList<>();

	private final ReportSchedule schedule = new ReportSchedule(this.set::add, this.clock.timer(), this.clock);

	@Test
	void processesReportEachSecondWhileSomebodyLooks() {
		Subscription one = this.schedule.watch();
		Subscription other = this.schedule.watch();
		assertThat(this.set).containsExactly(ReportSchedule.WATCHED);
		one.close();
		one.close();
		forward(60);
		assertThat(this.schedule.interval()).isEqualTo(ReportSchedule.WATCHED);
		other.close();
		forward(9);
		assertThat(this.set).hasSize(1);
		forward(1);
		assertThat(this.set).containsExactly(ReportSchedule.WATCHED, ReportSchedule.UNWATCHED);
	}

	@Test
	void theNextPageKeepsTheInterval() {
		this.schedule.watch().close();
		forward(9);
		Subscription next = this.schedule.watch();
		forward(30);
		assertThat(this.set).containsExactly(ReportSchedule.WATCHED);
		next.close();
		forward(10);
		assertThat(this.schedule.interval()).isEqualTo(ReportSchedule.UNWATCHED);
	}

	@Test
	void aProcessIsSilentAfterTwoAndAHalfIntervalsButNotAtOnceWhenTheIntervalShrinks() {
		long heard = this.clock.nanoTime();
		forward(37);
		assertThat(this.schedule.isSilent(heard, this.clock.nanoTime())).isFalse();
		forward(1);
		assertThat(this.schedule.isSilent(heard, this.clock.nanoTime())).isTrue();
		heard = this.clock.nanoTime();
		forward(14);
		this.schedule.watch();
		assertThat(this.schedule.isSilent(heard, this.clock.nanoTime())).isFalse();
		forward(5);
		assertThat(this.schedule.isSilent(heard, this.clock.nanoTime())).isFalse();
		forward(1);
		assertThat(this.schedule.isSilent(heard, this.clock.nanoTime())).isTrue();
	}

	private void forward(long seconds) {
		this.clock.forward(Duration.ofSeconds(seconds));
	}

}
