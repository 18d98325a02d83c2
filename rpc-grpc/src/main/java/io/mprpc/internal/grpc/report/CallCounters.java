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

import java.util.concurrent.atomic.LongAdder;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.reports.v1.Series;

/**
 * Counters of the calls of one method or instance. Safe for use by several threads.
 */
class CallCounters implements ReportedSeries {

	private final Series names;

	private final LongAdder begun = new LongAdder();

	private final LongAdder ended = new LongAdder();

	private final CounterArray statuses = new CounterArray(Status.Code.values().length);

	private final CounterArray durations = new CounterArray(LatencyBuckets.BOUNDS + 1);

	CallCounters(Series names) {
		this.names = names;
	}

	/**
	 * Whether the duration of a call says how fast it is: that of a stream does not.
	 * @param method the method
	 * @return whether it does
	 */
	static boolean isTimed(MethodDescriptor<?, ?> method) {
		return method.getType() == MethodDescriptor.MethodType.UNARY;
	}

	final void begin() {
		this.begun.increment();
	}

	/**
	 * A call that has begun ends.
	 * @param code its status
	 */
	final void end(Status.Code code) {
		// The reader takes the number of calls last, so that it finds no more failures
		// and durations than calls.
		this.ended.increment();
		if (code != Status.Code.OK) {
			this.statuses.increment(code.value());
		}
	}

	/**
	 * A call that has begun ends.
	 * @param code its status
	 * @param nanos its duration
	 */
	final void end(Status.Code code, long nanos) {
		end(code);
		this.durations.increment(LatencyBuckets.index(nanos));
	}

	@Override
	public final Series names() {
		return this.names;
	}

	@Override
	public final long events() {
		return this.begun.sum() + this.ended.sum();
	}

	@Override
	public void writeTo(Series.Builder series) {
		this.durations.forEach((bucket, calls) -> series.addBucketIndexes(bucket).addBucketCalls(calls));
		this.statuses.forEach((code, calls) -> series.addStatusCodes(code).addStatusCalls(calls));
		long calls = this.ended.sum();
		// Taken after those that have ended, which are therefore no more. Calls count for
		// an instance only when they end.
		long inFlight = Math.max(0, this.begun.sum() - calls);
		series.setCalls(calls).setInFlight((int) Math.min(Integer.MAX_VALUE, inFlight));
	}

}
