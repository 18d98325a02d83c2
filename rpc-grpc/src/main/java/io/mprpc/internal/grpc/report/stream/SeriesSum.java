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

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;

/**
 * Sum of series that do not fit into a report.
 */
final class SeriesSum {

	private final SeriesKind kind;

	private final Map<Integer, Long> statuses = new TreeMap<>();

	private final Map<Integer, Long> buckets = new TreeMap<>();

	private long calls;

	private int inFlight;

	private long[] unsent = new long[0];

	private String lastUnsent = "";

	SeriesSum(SeriesKind kind) {
		this.kind = kind;
	}

	void add(Series series) {
		this.calls += series.getCalls();
		this.inFlight += series.getInFlight();
		for (int i = 0; i < series.getStatusCodesCount(); i++) {
			this.statuses.merge(series.getStatusCodes(i), series.getStatusCalls(i), Long::sum);
		}
		for (int i = 0; i < series.getBucketIndexesCount(); i++) {
			this.buckets.merge(series.getBucketIndexes(i), series.getBucketCalls(i), Long::sum);
		}
		if (series.getUnsentCount() > this.unsent.length) {
			this.unsent = Arrays.copyOf(this.unsent, series.getUnsentCount());
		}
		for (int i = 0; i < series.getUnsentCount(); i++) {
			this.unsent[i] += series.getUnsent(i);
		}
		if (!series.getLastUnsent().isEmpty()) {
			this.lastUnsent = series.getLastUnsent();
		}
	}

	Series.Builder sum() {
		Series.Builder sum = Series.newBuilder()
			.setKind(this.kind)
			.setCalls(this.calls)
			.setInFlight(this.inFlight)
			.setLastUnsent(this.lastUnsent)
			.addAllStatusCodes(this.statuses.keySet())
			.addAllStatusCalls(this.statuses.values())
			.addAllBucketIndexes(this.buckets.keySet())
			.addAllBucketCalls(this.buckets.values());
		for (long reason : this.unsent) {
			sum.addUnsent(reason);
		}
		return sum;
	}

}
