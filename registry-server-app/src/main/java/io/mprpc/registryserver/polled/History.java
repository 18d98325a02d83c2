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

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Call statistics of the last hour for services, their methods and their instances, in
 * bounded memory: about 5 KB each. Series without data for an hour are removed. One
 * thread adds, any thread may read, and no reader waits for more than one series.
 */
final class History {

	private final int limit;

	private final InstantSource time;

	private final Map<List<String>, Series> series = new ConcurrentHashMap<>();

	private Instant swept = Instant.MIN;

	History(int limit, InstantSource time) {
		this.limit = limit;
		this.time = time;
	}

	/**
	 * Adds the calls that an instance served.
	 * @param instance endpoint of the instance
	 * @param interval its counts
	 */
	void add(String instance, Interval interval) {
		Instant now = this.time.instant();
		Map<String, Counts> services = new HashMap<>();
		interval.provided().forEach((key, counts) -> {
			services.merge(key.service(), counts, Counts::plus);
			add(List.of(key.service(), "method", key.method()), counts, interval.seconds(), now);
		});
		services.forEach((service, counts) -> {
			add(List.of(service), counts, interval.seconds(), now);
			add(List.of(service, "instance", instance), counts, interval.seconds(), now);
		});
	}

	List<TimeBucket> service(String service) {
		return moments(List.of(service));
	}

	List<TimeBucket> method(String service, String method) {
		return moments(List.of(service, "method", method));
	}

	List<TimeBucket> instance(String service, String instance) {
		return moments(List.of(service, "instance", instance));
	}

	int size() {
		return this.series.size();
	}

	private List<TimeBucket> moments(List<String> key) {
		Series found = this.series.get(key);
		return (found != null) ? found.moments(this.time.instant()) : List.of();
	}

	private void add(List<String> key, Counts counts, double seconds, Instant now) {
		Series found = this.series.get(key);
		if (found == null && hasRoom(now)) {
			found = new Series();
			this.series.put(key, found);
		}
		if (found != null) {
			found.add(counts, seconds, now);
		}
	}

	private boolean hasRoom(Instant now) {
		if (this.series.size() >= this.limit && now.isAfter(this.swept.plus(Series.SLOT))) {
			this.swept = now;
			this.series.values().removeIf((each) -> each.isOver(now));
		}
		return this.series.size() < this.limit;
	}

}
