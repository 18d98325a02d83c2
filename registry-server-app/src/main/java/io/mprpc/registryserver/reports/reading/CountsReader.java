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

package io.mprpc.registryserver.reports.reading;

import java.util.List;

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.reports.v1.Series;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the counts of one series.
 */
final class CountsReader {

	/** Number of buckets of the scale. */
	static final int BUCKETS = 82;

	/** Largest count, which no process reaches. */
	static final long MAX_COUNT = 1_000_000_000_000_000L;

	private static final int REASONS = 5;

	private static final int MAX_REASONS = 64;

	private static final int MAX_STATUS_CODE = 16;

	private CountsReader() {
	}

	static SeriesCounts read(Series series, SeriesName name, @Nullable String endpoint) throws InvalidReportException {
		long calls = count("series.calls", series.getCalls());
		int[] codes = new int[series.getStatusCodesCount()];
		long[] codeCalls = statusCalls(series, codes);
		int[] indexes = new int[series.getBucketIndexesCount()];
		long[] bucketCalls = bucketCalls(series, indexes);
		return new SeriesCounts(name.kind(), name.service(), name.method(), endpoint, calls, codes, codeCalls, indexes,
				bucketCalls, Integer.toUnsignedLong(series.getInFlight()), unsent(series.getUnsentList()),
				UntrustedText.printable(series.getLastUnsent()));
	}

	private static long[] statusCalls(Series series, int[] codes) throws InvalidReportException {
		String field = "series.status_codes";
		InvalidReportException.require(codes.length == series.getStatusCallsCount(), field,
				"and series.status_calls differ in length");
		InvalidReportException.require(codes.length <= MAX_STATUS_CODE, field, "are repeated");
		long[] byCode = new long[MAX_STATUS_CODE + 1];
		boolean[] present = new boolean[byCode.length];
		for (int i = 0; i < codes.length; i++) {
			int code = series.getStatusCodes(i);
			InvalidReportException.require(code > 0 && code <= MAX_STATUS_CODE, field,
					"hold one that is not between 1 and 16");
			InvalidReportException.require(!present[code], field, "are repeated");
			present[code] = true;
			byCode[code] = count("series.status_calls", series.getStatusCalls(i));
		}
		long[] calls = new long[codes.length];
		int at = 0;
		for (int code = 1; code < byCode.length; code++) {
			if (present[code]) {
				codes[at] = code;
				calls[at++] = byCode[code];
			}
		}
		return calls;
	}

	private static long[] bucketCalls(Series series, int[] indexes) throws InvalidReportException {
		String field = "series.bucket_indexes";
		InvalidReportException.require(indexes.length == series.getBucketCallsCount(), field,
				"and series.bucket_calls differ in length");
		InvalidReportException.require(indexes.length <= BUCKETS, field, "are more than " + BUCKETS);
		long[] calls = new long[indexes.length];
		int last = -1;
		for (int i = 0; i < indexes.length; i++) {
			int index = series.getBucketIndexes(i);
			InvalidReportException.require(index > last && index < BUCKETS, field,
					"do not rise, or hold one that is not between 0 and 81");
			last = index;
			indexes[i] = index;
			calls[i] = count("series.bucket_calls", series.getBucketCalls(i));
		}
		return calls;
	}

	// Reasons that this version does not know are others.
	private static long[] unsent(List<Long> counts) throws InvalidReportException {
		InvalidReportException.require(counts.size() <= MAX_REASONS, "series.unsent",
				"has more than " + MAX_REASONS + " elements");
		long[] unsent = new long[Math.min(counts.size(), REASONS)];
		for (int i = 0; i < counts.size(); i++) {
			unsent[(i < REASONS) ? i : 0] += count("series.unsent", counts.get(i));
		}
		return unsent;
	}

	private static long count(String field, long count) throws InvalidReportException {
		InvalidReportException.require(count >= 0 && count <= MAX_COUNT, field, "is larger than " + MAX_COUNT);
		return count;
	}

}
