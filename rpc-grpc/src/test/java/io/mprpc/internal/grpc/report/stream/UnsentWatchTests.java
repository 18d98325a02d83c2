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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;

import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnsentWatchTests {

	private static final Duration STEP = Duration.ofSeconds(1);

	private final FakeClock clock = new FakeClock();

	private final UnsentWatch watch = new UnsentWatch(this.clock.timer(), STEP.toNanos(), this.clock, this::report);

	private Runnable whileReporting = () -> {
	};

	private int reports;

	private void report() {
		this.reports++;
		this.whileReporting.run();
	}

	@Test
	void reportsTheBeginningAndTheEnd() {
		this.watch.run();
		this.watch.run();
		this.clock.forward(Duration.ZERO);
		assertThat(this.reports).isEqualTo(1);
		this.clock.forward(STEP);
		assertThat(this.reports).isEqualTo(2);
		this.clock.forward(Duration.ofMinutes(1));
		assertThat(this.reports).isEqualTo(2);
		this.watch.run();
		this.clock.forward(Duration.ZERO);
		assertThat(this.reports).isEqualTo(3);
	}

	@Test
	void aCallThatFailsWhileTheEndIsReportedBeginsAnother() {
		this.watch.run();
		this.clock.forward(Duration.ZERO);
		this.whileReporting = this.watch;
		this.clock.forward(STEP);
		this.whileReporting = () -> {
		};
		int before = this.reports;
		this.clock.forward(STEP.multipliedBy(2));
		assertThat(this.reports).as("its end").isGreaterThan(before);
	}

	@Test
	void anOutageThatLastsIsReportedLessOften() {
		for (int i = 0; i < 30; i++) {
			this.watch.run();
			this.clock.forward(STEP.dividedBy(2));
		}
		// The beginning, 5 steps, and every fifth of the next 10.
		assertThat(this.reports).isEqualTo(8);
		this.clock.forward(STEP.multipliedBy(2));
		assertThat(this.reports).isEqualTo(9);
	}

}
