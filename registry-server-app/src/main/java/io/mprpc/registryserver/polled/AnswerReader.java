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

package io.mprpc.registryserver.polled;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.admin.v1.Bucket;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.admin.v1.MethodFigures;

/**
 * Parser of an instance's response, which is untrusted input: bounded by limits that no
 * regular instance reaches. Excess entries are ignored; inconsistent values make the
 * response invalid.
 */
final class AnswerReader {

	/** Maximum number of methods that are read, for served and for made calls each. */
	static final int MAX_METHODS = 2000;

	/** Maximum number of buckets of durations of one method. */
	static final int MAX_BUCKETS = 256;

	private static final int MAX_NAME = 255;

	private static final long MAX_CALLS = 1_000_000_000_000_000L;

	private static final long MAX_NANOS = 1L << 42;

	// Number of leading bits that are kept of a duration: the error is at most 1.6 %, and
	// all instances together have no more than about 1,300 different durations.
	private static final int BITS = 6;

	private AnswerReader() {
	}

	/**
	 * Reads a response.
	 * @throws IllegalArgumentException if it is invalid
	 */
	static CallStatsSample read(GetFiguresReply reply, long atNanos) {
		List<Long> bounds = reply.getBoundsNanosList();
		require(bounds.size() < MAX_BUCKETS, "it has " + bounds.size() + " buckets");
		long last = 0;
		for (long bound : bounds) {
			require(bound > last, "the bounds of its buckets do not increase");
			last = bound;
		}
		require(isName(reply.getLife()), "it has no valid process identity");
		require(reply.getApplication().length() <= MAX_NAME,
				"its application has a name of " + reply.getApplication().length() + " characters");
		return new CallStatsSample(reply.getApplication(), reply.getLife(), atNanos,
				counts(reply.getProvidedList(), bounds), counts(reply.getConsumedList(), bounds));
	}

	private static Map<MethodKey, Counts> counts(List<MethodFigures> figures, List<Long> bounds) {
		Map<MethodKey, Counts> counts = new HashMap<>();
		for (MethodFigures each : figures.subList(0, Math.min(figures.size(), MAX_METHODS))) {
			if (isName(each.getService()) && isName(each.getMethod())) {
				long calls = number(each.getCalls());
				counts.put(new MethodKey(each.getService(), each.getMethod()),
						new Counts(calls, Math.min(number(each.getErrors()), calls), durations(each, bounds)));
			}
		}
		return counts;
	}

	private static SortedMap<Long, Long> durations(MethodFigures figures, List<Long> bounds) {
		List<Bucket> buckets = figures.getBucketsList();
		require(buckets.size() <= bounds.size() + 1, "it repeats buckets");
		SortedMap<Long, Long> durations = new TreeMap<>();
		for (Bucket bucket : buckets) {
			require(bucket.getIndex() >= 0 && bucket.getIndex() <= bounds.size(), "it refers to an unknown bucket");
			durations.merge(middle(bucket.getIndex(), bounds), number(bucket.getCalls()), Long::sum);
		}
		return Collections.unmodifiableSortedMap(durations);
	}

	// Durations beyond the last bound are not known more exactly.
	private static long middle(int index, List<Long> bounds) {
		long lower = (index > 0) ? bounds.get(index - 1) : 0;
		long upper = (index < bounds.size()) ? bounds.get(index) : lower;
		return rounded(Math.min(lower + (upper - lower) / 2, MAX_NANOS));
	}

	private static long rounded(long nanos) {
		int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - BITS);
		long half = (dropped > 0) ? 1L << (dropped - 1) : 0;
		return ((nanos + half) >> dropped) << dropped;
	}

	private static long number(long number) {
		require(number >= 0, "it has a negative count");
		return Math.min(number, MAX_CALLS);
	}

	private static boolean isName(String name) {
		return !name.isEmpty() && name.length() <= MAX_NAME;
	}

	private static void require(boolean condition, String otherwise) {
		if (!condition) {
			throw new IllegalArgumentException(otherwise);
		}
	}

}
