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
package io.mprpc.benchmarks.reports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

import io.mprpc.internal.grpc.report.ReportSource;
import io.mprpc.internal.grpc.report.ReportedSeries;
import io.mprpc.registry.Subscription;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;

/**
 * Counters that change as under load, without calls: each method has the same rate, and
 * durations as wide as those of methods that have been called for a long time.
 */
final class SyntheticCalls implements ReportSource {

	private final long begin = System.nanoTime();

	private final double perSecond;

	private final List<Counters> series = new ArrayList<>();

	/**
	 * Creates counters.
	 * @param perSecond calls per second of each method
	 */
	SyntheticCalls(double perSecond) {
		this.perSecond = perSecond;
	}

	void addMethod(SeriesKind kind, String service, String method) {
		this.series.add(new Counters(Series.newBuilder().setKind(kind).setService(service).setMethod(method).build(),
				this.perSecond));
	}

	/**
	 * Adds an instance that is called.
	 * @param share its share of the calls of all methods
	 */
	void addInstance(String service, String endpoint, double share) {
		this.series.add(new Counters(Series.newBuilder()
			.setKind(SeriesKind.CONSUMED_INSTANCE)
			.setService(service)
			.setEndpoint(endpoint)
			.build(), this.perSecond * share));
	}

	@Override
	public void setActive(boolean active) {
		// They count without calls.
	}

	@Override
	public Collection<? extends ReportedSeries> series() {
		return List.copyOf(this.series);
	}

	@Override
	public Subscription onUnsent(Runnable listener) {
		return () -> {
		};
	}

	private final class Counters implements ReportedSeries {

		private static final int FIRST_BUCKET = 8;

		private static final int BUCKETS = 30;

		private static final double FAILED = 0.002;

		private static final int UNAVAILABLE = 14;

		private final Series names;

		private final double rate;

		private final double[] shares = new double[BUCKETS];

		Counters(Series names, double rate) {
			this.names = names;
			this.rate = rate;
			Random random = new Random(names.hashCode());
			double middle = 8 + 14 * random.nextDouble();
			double sum = 0;
			for (int i = 0; i < BUCKETS; i++) {
				this.shares[i] = Math.exp(-Math.pow((i - middle) / 6, 2));
				sum += this.shares[i];
			}
			for (int i = 0; i < BUCKETS; i++) {
				this.shares[i] /= sum;
			}
		}

		@Override
		public Series names() {
			return this.names;
		}

		@Override
		public long events() {
			return 2 * calls();
		}

		// As if it had been counting for an hour.
		private long calls() {
			return (long) ((3600 + (System.nanoTime() - SyntheticCalls.this.begin) / 1e9) * this.rate);
		}

		@Override
		public void writeTo(Series.Builder to) {
			long calls = calls();
			for (int i = 0; i < BUCKETS; i++) {
				long inBucket = (long) (calls * this.shares[i]);
				if (inBucket > 0) {
					to.addBucketIndexes(FIRST_BUCKET + i).addBucketCalls(inBucket);
				}
			}
			to.addStatusCodes(UNAVAILABLE).addStatusCalls((long) (calls * FAILED));
			to.setCalls(calls).setInFlight(1);
		}

	}

}
