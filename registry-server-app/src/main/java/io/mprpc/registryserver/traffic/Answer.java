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

package io.mprpc.registryserver.traffic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.mprpc.admin.v1.Bucket;
import io.mprpc.admin.v1.GetFiguresReply;
import io.mprpc.admin.v1.MethodFigures;

/**
 * What an instance has counted since its start.
 *
 * @param application name of its application, may be empty
 * @param life identity of its life: two lives have no difference
 * @param atNanos when it answered, in nanoseconds from any origin
 * @param provided calls that it served
 * @param consumed calls that it made
 */
record Answer(String application, String life, long atNanos, Map<MethodKey, Counts> provided,
		Map<MethodKey, Counts> consumed) {

	static Answer of(GetFiguresReply reply, long atNanos) {
		List<Long> bounds = reply.getBoundsNanosList();
		return new Answer(reply.getApplication(), reply.getLife(), atNanos, counts(reply.getProvidedList(), bounds),
				counts(reply.getConsumedList(), bounds));
	}

	private static Map<MethodKey, Counts> counts(List<MethodFigures> figures, List<Long> bounds) {
		Map<MethodKey, Counts> counts = new HashMap<>();
		for (MethodFigures each : figures) {
			SortedMap<Long, Long> durations = new TreeMap<>();
			each.getBucketsList()
				.forEach((bucket) -> durations.merge(middle(bucket, bounds), bucket.getCalls(), Long::sum));
			counts.put(new MethodKey(each.getService(), each.getMethod()),
					new Counts(each.getCalls(), each.getErrors(), durations));
		}
		return counts;
	}

	// Of what lies beyond the last bound no more is known.
	private static long middle(Bucket bucket, List<Long> bounds) {
		int index = bucket.getIndex();
		long lower = (index > 0 && index <= bounds.size()) ? bounds.get(index - 1) : 0;
		long upper = (index >= 0 && index < bounds.size()) ? bounds.get(index) : lower;
		return (lower + upper) / 2;
	}

}
