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

import java.util.List;

import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.Series;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReportWriter} with series that vanish.
 */
class VanishedSeriesTests {

	@Test
	void aSeriesThatVanishesGivesItsPlaceToAnother() {
		ReportWriter writer = new ReportWriter();
		// Two of them are for the sums.
		writer.limit(4);
		FakeSeries stays = FakeSeries.provided("Login").calls(1);
		FakeSeries vanishes = FakeSeries.provided("Register").calls(1);
		assertThat(keys(writer.write(List.of(stays, vanishes)))).containsExactly(1, 2);
		stays.calls(1);
		assertThat(keys(writer.write(List.of(stays)))).hasSize(1);
		FakeSeries follows = FakeSeries.provided("GetProfile").calls(1);
		Report.Builder report = writer.write(List.of(stays, follows));
		assertThat(report.getSeriesList()).singleElement().satisfies((series) -> {
			assertThat(series.getMethod()).isEqualTo("GetProfile");
			assertThat(series.getKey()).as("no key is used again").isEqualTo(3);
		});
		assertThat(report.getOmittedSeries()).isZero();
	}

	private static List<Integer> keys(Report.Builder report) {
		return report.getSeriesList().stream().map(Series::getKey).toList();
	}

}
