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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ReportWriterTests {

	private final List<FakeSeries> all = new ArrayList<>();

	private final ReportWriter writer = new ReportWriter();

	@Test
	void namesASeriesOnceAndSendsItWhenItHasChanged() {
		FakeSeries login = add(FakeSeries.provided("Login").calls(2));
		FakeSeries profile = add(FakeSeries.consumed("GetProfile").calls(5));
		Report first = write();
		assertThat(first.getSequence()).isEqualTo(1);
		assertThat(first.getSeriesList()).extracting(Series::getKey, Series::getMethod, Series::getCalls)
			.containsExactly(tuple(1, "GetProfile", 5L), tuple(2, "Login", 2L));
		assertThat(write().getSeriesList()).isEmpty();
		login.calls(1);
		profile.calls(0);
		Report third = write();
		assertThat(third.getSequence()).isEqualTo(3);
		assertThat(third.getSeriesList()).singleElement().satisfies((series) -> {
			assertThat(series.getKey()).isEqualTo(2);
			assertThat(series.getKind()).isEqualTo(SeriesKind.SERIES_KIND_UNSPECIFIED);
			assertThat(series.getService()).isEmpty();
			assertThat(series.getCalls()).isEqualTo(3);
		});
	}

	@Test
	void sendsTheBusiestFirst() {
		FakeSeries one = add(FakeSeries.provided("One").calls(100));
		FakeSeries two = add(FakeSeries.provided("Two").calls(1));
		write();
		one.calls(1);
		two.calls(2);
		assertThat(write().getSeriesList()).extracting(Series::getCalls).containsExactly(3L, 101L);
	}

	@Test
	void aSeriesWithoutCallsIsNotSent() {
		add(FakeSeries.provided("Idle"));
		assertThat(write().getSeriesList()).isEmpty();
	}

	@Test
	void sumsUpWhatDoesNotFit() {
		this.writer.limit(12);
		IntStream.range(0, 15).forEach((i) -> add(FakeSeries.provided("Provided" + i).calls(100 + i)));
		IntStream.range(0, 3).forEach((i) -> add(FakeSeries.consumed("Consumed" + i).calls(1)));
		Report report = write();
		assertThat(report.getSeriesCount()).isEqualTo(12);
		assertThat(report.getOmittedSeries()).isEqualTo(8);
		assertThat(series(report, SeriesKind.OTHER_PROVIDED)).satisfies((sum) -> {
			assertThat(sum.getCalls()).isEqualTo(100 + 101 + 102 + 103 + 104);
			assertThat(sum.getStatusCallsList()).containsExactly(510L);
			assertThat(sum.getUnsentList()).containsExactly(0L, 5L);
		});
		assertThat(series(report, SeriesKind.OTHER_CONSUMED).getCalls()).isEqualTo(3);
		assertThat(write().getSeriesList()).isEmpty();
	}

	@Test
	void aSeriesStaysInTheSumSoThatTheSumNeverDecreases() {
		this.writer.limit(3);
		add(FakeSeries.provided("Kept").calls(10));
		FakeSeries late = add(FakeSeries.provided("Late").calls(1));
		int key = series(write(), SeriesKind.OTHER_PROVIDED).getKey();
		this.writer.limit(2000);
		late.calls(1000);
		assertThat(write().getSeriesList()).singleElement().satisfies((sum) -> {
			assertThat(sum.getKey()).isEqualTo(key);
			assertThat(sum.getCalls()).isEqualTo(1001);
		});
	}

	@Test
	void theSourcesOwnSumsAreAddedAndAreNoSeriesThatDidNotFit() {
		add(new FakeSeries(SeriesKind.OTHER_CONSUMED, "", "").calls(4));
		Report report = write();
		assertThat(series(report, SeriesKind.OTHER_CONSUMED).getCalls()).isEqualTo(4);
		assertThat(report.getOmittedSeries()).isZero();
	}

	@Test
	void instancesComeAfterMethodsAndAreNotSummed() {
		this.writer.limit(4);
		add(new FakeSeries(SeriesKind.CONSUMED_INSTANCE, "demo.UserService", "").calls(1000));
		add(FakeSeries.consumed("One").calls(1));
		add(FakeSeries.consumed("Two").calls(2));
		Report report = write();
		assertThat(report.getSeriesList()).extracting(Series::getMethod).containsExactly("Two", "One");
		assertThat(report.getOmittedSeries()).isEqualTo(1);
	}

	@Test
	void aNameThatServersRefuseIsSummedUp() {
		add(FakeSeries.provided("x".repeat(255)).calls(1));
		add(FakeSeries.provided("x".repeat(256)).calls(2));
		add(FakeSeries.provided("line\nbreak").calls(4));
		Report report = write();
		assertThat(series(report, SeriesKind.OTHER_PROVIDED).getCalls()).isEqualTo(6);
		assertThat(series(report, SeriesKind.PROVIDED_METHOD).getCalls()).isEqualTo(1);
	}

	@Test
	void whatExceedsTheBytesIsSentNext() {
		String name = "x".repeat(200);
		IntStream.range(0, 1900)
			.forEach((i) -> add(new FakeSeries(SeriesKind.PROVIDED_METHOD, name + name.substring(160),
					name + name.substring(160) + i)
				.calls(1 + i)));
		Report first = write();
		assertThat(first.getSerializedSize()).isBetween(800_000, 1_000_000);
		Report second = write();
		assertThat(first.getSeriesCount() + second.getSeriesCount()).isEqualTo(1900);
		assertThat(first.getOmittedSeries()).isZero();
		assertThat(IntStream.concat(first.getSeriesList().stream().mapToInt(Series::getKey),
				second.getSeriesList().stream().mapToInt(Series::getKey)))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 1900).boxed().toList());
	}

	private FakeSeries add(FakeSeries series) {
		this.all.add(series);
		return series;
	}

	private Report write() {
		return this.writer.write(this.all).build();
	}

	private static Series series(Report report, SeriesKind kind) {
		return report.getSeriesList().stream().filter((one) -> one.getKind() == kind).findFirst().orElseThrow();
	}

}
