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

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import org.jspecify.annotations.Nullable;

/**
 * Series of the instances that this process calls. Their calls stand in the series of the
 * methods too: instances beyond the limit are left out.
 */
final class ConsumedInstances {

	/** Instances that are counted at a time. */
	static final int LIMIT = 2000;

	/** Time without a call after which an instance gives its place to another. */
	static final long IDLE = TimeUnit.MINUTES.toNanos(10);

	private final Map<String, OfService> services = new ConcurrentHashMap<>();

	private final TimeSource time;

	// The rest belongs to this object's lock.
	private int size;

	private boolean swept;

	private long lastSweep;

	ConsumedInstances(TimeSource time) {
		this.time = time;
	}

	OfService of(String service) {
		return this.services.computeIfAbsent(service, OfService::new);
	}

	void addTo(Collection<? super CallCounters> all) {
		this.services.values().forEach((service) -> all.addAll(service.byEndpoint.values()));
	}

	private synchronized @Nullable CallCounters add(OfService service, String endpoint) {
		CallCounters known = service.byEndpoint.get(endpoint);
		if (known != null) {
			return known;
		}
		if (this.size >= LIMIT) {
			sweep();
		}
		if (this.size >= LIMIT) {
			return null;
		}
		Counters added = new Counters(Series.newBuilder()
			.setKind(SeriesKind.CONSUMED_INSTANCE)
			.setService(service.name)
			.setEndpoint(endpoint)
			.build());
		service.byEndpoint.put(endpoint, added);
		this.size++;
		return added;
	}

	// Removes those that have had no call since the last time.
	private void sweep() {
		long now = this.time.nanoTime();
		if (this.swept && now - this.lastSweep < IDLE) {
			return;
		}
		this.swept = true;
		this.lastSweep = now;
		for (OfService service : this.services.values()) {
			service.byEndpoint.values().removeIf((counters) -> {
				boolean idle = counters.isIdle();
				this.size -= idle ? 1 : 0;
				return idle;
			});
		}
	}

	/**
	 * Instances of one service.
	 */
	final class OfService {

		private final String name;

		private final Map<String, Counters> byEndpoint = new ConcurrentHashMap<>();

		OfService(String name) {
			this.name = name;
		}

		/**
		 * Counters of an instance.
		 * @param endpoint where it stands
		 * @return the counters, {@code null} if there are too many instances
		 */
		@Nullable CallCounters at(String endpoint) {
			CallCounters known = this.byEndpoint.get(endpoint);
			return (known != null) ? known : add(this, endpoint);
		}

	}

	private static final class Counters extends CallCounters {

		// At the last sweep, zero for none: then there were none.
		private long known;

		Counters(Series names) {
			super(names);
		}

		boolean isIdle() {
			long before = this.known;
			this.known = events();
			return this.known == before;
		}

	}

}
