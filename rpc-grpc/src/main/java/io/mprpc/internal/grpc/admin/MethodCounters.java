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

package io.mprpc.internal.grpc.admin;

import java.util.concurrent.atomic.LongAdder;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.mprpc.admin.v1.Bucket;
import io.mprpc.admin.v1.MethodFigures;

/**
 * Counters of the calls of one method. Safe for use by several threads.
 */
final class MethodCounters {

	private final String service;

	private final String method;

	private final boolean timed;

	private final LongAdder untimed = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final LongAdder cancelled = new LongAdder();

	private final LongAdder[] buckets = new LongAdder[LatencyBuckets.BOUNDS + 1];

	MethodCounters(MethodDescriptor<?, ?> method) {
		this.service = String.valueOf(method.getServiceName());
		this.method = String.valueOf(method.getBareMethodName());
		// How long a stream lasts says nothing about how fast it is.
		this.timed = method.getType() == MethodDescriptor.MethodType.UNARY;
		for (int i = 0; i < this.buckets.length; i++) {
			this.buckets[i] = new LongAdder();
		}
	}

	void ended(Status.Code code, long nanos) {
		// The reader takes the errors first, so that it finds no more of them than calls.
		if (this.timed) {
			this.buckets[LatencyBuckets.index(nanos)].increment();
		}
		else {
			this.untimed.increment();
		}
		if (code == Status.Code.CANCELLED) {
			this.cancelled.increment();
		}
		else if (code != Status.Code.OK) {
			this.errors.increment();
		}
	}

	MethodFigures figures() {
		MethodFigures.Builder figures = MethodFigures.newBuilder()
			.setService(this.service)
			.setMethod(this.method)
			.setErrors(this.errors.sum())
			.setCancelled(this.cancelled.sum());
		// Each timed call is in one bucket: there is none without a duration.
		long calls = this.untimed.sum();
		for (int i = 0; i < this.buckets.length; i++) {
			long count = this.buckets[i].sum();
			calls += count;
			if (count > 0) {
				figures.addBuckets(Bucket.newBuilder().setIndex(i).setCalls(count));
			}
		}
		return figures.setCalls(calls).build();
	}

}
