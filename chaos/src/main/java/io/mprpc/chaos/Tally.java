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

package io.mprpc.chaos;

import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.grpc.Status;

/**
 * Results of the calls that started in one interval. Each call is counted in the tally
 * that was current when it began.
 */
final class Tally {

	private static final int MOST_FAILURES_KEPT = 20_000;

	private final Map<CallKind, Counts> counts = new EnumMap<>(CallKind.class);

	private final Queue<JsonObject> failures = new ConcurrentLinkedQueue<>();

	private final AtomicInteger kept = new AtomicInteger();

	private final Map<Integer, Served> served = new ConcurrentHashMap<>();

	private final AtomicLong slowest = new AtomicLong();

	Tally() {
		for (CallKind kind : CallKind.values()) {
			this.counts.put(kind, new Counts());
		}
	}

	Call begin(CallKind kind, String stub) {
		Counts counts = this.counts.get(kind);
		if (counts == null) {
			throw new IllegalStateException("No counts of " + kind);
		}
		counts.begun.increment();
		return new Call(this, counts, kind, stub, System.currentTimeMillis());
	}

	long inFlight() {
		return this.counts.values().stream().mapToLong(Counts::inFlight).sum();
	}

	JsonObject toJson() {
		JsonObject json = new JsonObject();
		this.counts.forEach((kind, counts) -> json.add(kind.name(), counts.toJson()));
		JsonArray failed = new JsonArray();
		this.failures.forEach(failed::add);
		json.add("failures", failed);
		JsonObject byPort = new JsonObject();
		this.served.forEach((port, served) -> byPort.add(String.valueOf(port), served.toJson()));
		json.add("served", byPort);
		json.addProperty("slowestMillis", this.slowest.get());
		return json;
	}

	private void failed(Call call, Status status) {
		if (this.kept.incrementAndGet() > MOST_FAILURES_KEPT) {
			return;
		}
		JsonObject json = new JsonObject();
		json.addProperty("kind", call.kind.name());
		json.addProperty("stub", call.stub);
		json.addProperty("begun", call.begun);
		json.addProperty("ended", System.currentTimeMillis());
		json.addProperty("code", status.getCode().name());
		json.addProperty("description", String.valueOf(status.getDescription()));
		this.failures.add(json);
	}

	/**
	 * One call, to be completed once.
	 */
	static final class Call {

		private final Tally tally;

		private final Counts counts;

		private final CallKind kind;

		private final String stub;

		private final long begun;

		Call(Tally tally, Counts counts, CallKind kind, String stub, long begun) {
			this.tally = tally;
			this.counts = counts;
			this.kind = kind;
			this.stub = stub;
			this.begun = begun;
		}

		void succeeded(int port) {
			this.counts.succeeded.increment();
			long now = System.currentTimeMillis();
			this.tally.slowest.accumulateAndGet(now - this.begun, Math::max);
			this.tally.served.computeIfAbsent(port, (key) -> new Served(now)).at(now);
		}

		void failed(Throwable failure) {
			this.tally.failed(this, Status.fromThrowable(failure));
			this.counts.failed.increment();
		}

	}

	private static final class Counts {

		private final LongAdder begun = new LongAdder();

		private final LongAdder succeeded = new LongAdder();

		private final LongAdder failed = new LongAdder();

		long inFlight() {
			return this.begun.sum() - this.succeeded.sum() - this.failed.sum();
		}

		JsonObject toJson() {
			JsonObject json = new JsonObject();
			json.addProperty("begun", this.begun.sum());
			json.addProperty("succeeded", this.succeeded.sum());
			json.addProperty("failed", this.failed.sum());
			return json;
		}

	}

	private static final class Served {

		private final long first;

		private final LongAdder calls = new LongAdder();

		private volatile long last;

		Served(long first) {
			this.first = first;
		}

		void at(long now) {
			this.calls.increment();
			this.last = now;
		}

		JsonObject toJson() {
			JsonObject json = new JsonObject();
			json.addProperty("first", this.first);
			json.addProperty("last", this.last);
			json.addProperty("calls", this.calls.sum());
			return json;
		}

	}

}
