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
import java.util.List;

import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportedProcess}.
 */
class ReportedProcessTests {

	private static final String AT = "10.0.0.1:1";

	private final FakeClock clock = new FakeClock();

	private SeriesBudget budget = new SeriesBudget(1000, () -> 10);

	private ReportedProcess process = new ReportedProcess(Counts.identity("shop", 1), this.budget);

	private long stream = connect();

	@Test
	void theFirstReportIsTheBaseOfTheSecond() {
		assertThat(report(5_000, Counts.served("users", "Login", AT, 100)).known()).isFalse();
		assertThat(this.process.figures().seconds()).isZero();
		assertThat(this.process.figures().series().get(0).calls().calls()).isZero();
		// By the clock of the process: the report was late.
		forward(9);
		assertThat(report(7_000, Counts.served("users", "Login", AT, 140)).known()).isTrue();
		assertThat(this.process.figures().seconds()).isEqualTo(2);
		assertThat(calls("Login")).isEqualTo(40);
	}

	@Test
	void aProcessWhoseClockRunsAwayFillsNoHistory() {
		report(0, Counts.served("users", "Login", AT, 100));
		forward(1);
		assertThat(report(86_400_000, Counts.served("users", "Login", AT, 1_000_000)).known()).isFalse();
		assertThat(calls("Login")).isZero();
		forward(1);
		assertThat(report(86_401_000, Counts.served("users", "Login", AT, 1_000_010)).known()).isTrue();
		assertThat(calls("Login")).isEqualTo(10);
	}

	@Test
	void aSeriesThatIsNotReportedHasNotChanged() {
		report(0, Counts.served("users", "Login", AT, 100), Counts.served("users", "Logout", AT, 7));
		report(1_000, Counts.served("users", "Login", AT, 101), Counts.served("users", "Logout", AT, 9));
		report(2_000, Counts.served("users", "Login", AT, 104));
		assertThat(calls("Login")).isEqualTo(3);
		assertThat(calls("Logout")).isZero();
		assertThat(this.process.figures().series()).allMatch((series) -> series.inFlight() == 1);
		report(3_000, Counts.served("users", "Logout", AT, 10));
		assertThat(calls("Logout")).isOne();
	}

	@Test
	void aSeriesThatBeginsCountsFromZero() {
		report(0, Counts.served("users", "Login", AT, 100));
		report(1_000, Counts.served("users", "Logout", AT, 5));
		assertThat(calls("Logout")).isEqualTo(5);
	}

	@Test
	void whereSeriesWereLeftOutANewOneMayBeOld() {
		report(0, Counts.served("users", "Login", AT, 100), Counts.other(1000));
		report(1_000, Counts.served("users", "Logout", AT, 500), Counts.other(510));
		assertThat(calls("Logout")).isZero();
		assertThat(calls("")).as("others, without those that have their own series now").isZero();
		report(2_000, Counts.served("users", "Logout", AT, 501), Counts.other(515));
		assertThat(calls("Logout")).isOne();
		assertThat(calls("")).isEqualTo(5);
	}

	@Test
	void aLostReportCostsResolutionAndNoCalls() {
		report(0, Counts.served("users", "Login", AT, 100));
		this.process.disconnected(this.stream);
		forward(30);
		this.stream = connect();
		report(30_000, Counts.served("users", "Login", AT, 160));
		assertThat(this.process.figures().seconds()).isEqualTo(30);
		assertThat(calls("Login")).isEqualTo(60);
	}

	@Test
	void aReplacedStreamDoesNotCount() {
		long replaced = this.stream;
		report(0, Counts.served("users", "Login", AT, 100));
		this.stream = connect();
		assertThat(this.process.report(replaced, Counts.report(1_000, Counts.served("users", "Login", AT, 999)),
				this.clock.instant(), this.clock.nanoTime()))
			.isNull();
		assertThat(this.process.disconnected(replaced)).isFalse();
		assertThat(this.process.figures().isConnected()).isTrue();
		report(1_000, Counts.served("users", "Login", AT, 103));
		assertThat(calls("Login")).isEqualTo(3);
	}

	@Test
	void aClockThatGoesBackBeginsAnew() {
		report(10_000, Counts.served("users", "Login", AT, 100));
		assertThat(report(5_000, Counts.served("users", "Login", AT, 200)).known()).isFalse();
		assertThat(calls("Login")).isZero();
		report(6_000, Counts.served("users", "Login", AT, 201));
		assertThat(calls("Login")).isOne();
	}

	@Test
	void reportsInQuickSuccessionMakeNoHugeRates() {
		report(0, Counts.served("users", "Login", AT, 0));
		report(1, Counts.served("users", "Login", AT, 10));
		assertThat(this.process.figures().seconds()).isEqualTo(0.5);
	}

	@Test
	void impossibleCountsAreDroppedAndNamed() {
		report(0, Counts.served("users", "Login", AT, 0));
		report(1_000, Counts.served("users", "Login", AT, Long.MAX_VALUE));
		assertThat(calls("Login")).isZero();
		assertThat(this.process.drops().number()).isOne();
		assertThat(this.process.drops().reason()).contains("1000000 calls");
		report(2_000, Counts.served("users", "Login", AT, -1));
		assertThat(this.process.drops().reason()).contains("contradict");
		report(3_000, Counts.served("users", "Logout", AT, 1), Counts.served("users", "Logout", AT, 2));
		assertThat(this.process.drops().reason()).contains("twice");
	}

	@Test
	void aProcessHasAtMostTwoThousandSeries() {
		this.budget = new SeriesBudget(10_000, () -> 1);
		this.process = new ReportedProcess(Counts.identity("shop", 1), this.budget);
		this.stream = connect();
		report(0, series(2_500));
		assertThat(methods()).hasSize(2_000);
		assertThat(this.process.drops().number()).isEqualTo(500);
		assertThat(this.process.drops().reason()).contains("more than 2000 series");
	}

	@Test
	void whenMuchIsInUseAProcessWithMoreThanItsShareLosesTheLeastBusy() {
		int[] processes = { 2 };
		this.budget = new SeriesBudget(1_000, () -> processes[0]);
		this.process = new ReportedProcess(Counts.identity("shop", 1), this.budget);
		this.stream = connect();
		for (int i = 0; i < 600; i++) {
			assertThat(this.budget.take()).isTrue();
		}
		report(0, series(510));
		assertThat(methods()).as("no more than there are").hasSize(400);
		assertThat(this.process.drops().reason()).contains("together");
		report(1_000, Counts.served("users", "m250", AT, 9));
		processes[0] = 5;
		report(2_000);
		assertThat(methods()).hasSize(200);
		assertThat(methods()).contains("m250");
		assertThat(this.budget.used()).isEqualTo(800);
		report(3_000, Counts.served("users", "new", AT, 9));
		assertThat(methods()).hasSize(200).doesNotContain("new");
		assertThat(this.process.drops().reason()).contains("more than 200 series");
	}

	@Test
	void aForgottenProcessHoldsNothing() {
		report(0, series(10));
		assertThat(this.process.forget()).as("connected").isFalse();
		this.process.disconnected(this.stream);
		assertThat(this.process.forget()).isTrue();
		assertThat(this.budget.used()).isZero();
		assertThat(connect()).isZero();
	}

	@Test
	void callsThatWereNotSentAreUrgentWhenTheyBeginAndWhenTheyEnd() {
		assertThat(report(0, Counts.made("users", "Login", 10, 0)).outageChanged()).isFalse();
		assertThat(report(1_000, Counts.made("users", "Login", 20, 10)).outageChanged()).isTrue();
		assertThat(report(2_000, Counts.made("users", "Login", 30, 20)).outageChanged()).isFalse();
		assertThat(report(3_000, Counts.made("users", "Login", 40, 20)).outageChanged()).isTrue();
		assertThat(report(4_000, Counts.made("users", "Login", 50, 20)).outageChanged()).isFalse();
	}

	private ReportedInterval report(long uptime, SeriesCounts... series) {
		ReportedInterval interval = this.process.report(this.stream, Counts.report(uptime, series),
				this.clock.instant(), this.clock.nanoTime());
		assertThat(interval).isNotNull();
		return interval;
	}

	private List<String> methods() {
		return this.process.figures().series().stream().map((series) -> series.id().method()).toList();
	}

	private long calls(String method) {
		return this.process.figures()
			.series()
			.stream()
			.filter((series) -> series.id().method().equals(method))
			.findFirst()
			.orElseThrow()
			.calls()
			.calls();
	}

	private long connect() {
		return this.process.connected(Counts.identity("shop", 1), this.clock.instant());
	}

	private static SeriesCounts[] series(int number) {
		SeriesCounts[] series = new SeriesCounts[number];
		for (int i = 0; i < number; i++) {
			series[i] = Counts.served("users", "m" + i, AT, 1);
		}
		return series;
	}

	private void forward(long seconds) {
		this.clock.forward(Duration.ofSeconds(seconds));
	}

}
