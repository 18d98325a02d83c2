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

package io.mprpc.internal.grpc.report;

import java.util.List;

import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import io.mprpc.reports.v1.UnsentReason;

/**
 * What has been counted, as a report would say it.
 */
record CountedSeries(List<Series> all) {

	static CountedSeries of(ReportSource source) {
		return new CountedSeries(source.series().stream().map((counted) -> {
			Series.Builder series = counted.names().toBuilder();
			counted.writeTo(series);
			return series.build();
		}).toList());
	}

	/** Series of a method, an empty one if there is none. */
	Series method(SeriesKind kind, String method) {
		return this.all.stream()
			.filter((series) -> series.getKind() == kind && series.getMethod().equals(method))
			.findFirst()
			.orElse(Series.getDefaultInstance());
	}

	/** Series of a method that is consumed. */
	Series consumed(String method) {
		return method(SeriesKind.CONSUMED_METHOD, method);
	}

	/** Series of an instance, an empty one if there is none. */
	Series instance(String endpoint) {
		return this.all.stream()
			.filter((series) -> series.getEndpoint().equals(endpoint))
			.findFirst()
			.orElse(Series.getDefaultInstance());
	}

	/** Calls of the method Login that were not sent for a reason. */
	long unsent(UnsentReason reason) {
		List<Long> unsent = consumed("Login").getUnsentList();
		return unsent.isEmpty() ? 0 : unsent.get(reason.getNumber());
	}

	static long timed(Series series) {
		return series.getBucketCallsList().stream().mapToLong(Long::longValue).sum();
	}

}
