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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/**
 * Results of the calls of one interval, as reported by the consumer.
 *
 * @param counts number of calls of each kind
 * @param failures failed calls
 * @param served times of responses by port of the instance
 * @param slowestMillis duration of the slowest successful call
 */
record MeasuredInterval(Map<CallKind, Counts> counts, List<Failure> failures, Map<Integer, Served> served,
		long slowestMillis) {

	static MeasuredInterval parse(String text) {
		JsonObject json = JsonParser.parseString(text).getAsJsonObject();
		Map<CallKind, Counts> counts = new TreeMap<>();
		for (CallKind kind : CallKind.values()) {
			JsonObject of = json.getAsJsonObject(kind.name());
			counts.put(kind, new Counts(of.get("begun").getAsLong(), of.get("succeeded").getAsLong(),
					of.get("failed").getAsLong()));
		}
		List<Failure> failures = new ArrayList<>();
		for (JsonElement element : json.getAsJsonArray("failures")) {
			JsonObject failure = element.getAsJsonObject();
			failures
				.add(new Failure(CallKind.valueOf(failure.get("kind").getAsString()), failure.get("stub").getAsString(),
						failure.get("begun").getAsLong(), failure.get("ended").getAsLong(),
						failure.get("code").getAsString(), failure.get("description").getAsString()));
		}
		Map<Integer, Served> served = new TreeMap<>();
		json.getAsJsonObject("served").entrySet().forEach((entry) -> {
			JsonObject of = entry.getValue().getAsJsonObject();
			served.put(Integer.valueOf(entry.getKey()),
					new Served(of.get("first").getAsLong(), of.get("last").getAsLong(), of.get("calls").getAsLong()));
		});
		return new MeasuredInterval(counts, List.copyOf(failures), served, json.get("slowestMillis").getAsLong());
	}

	Counts of(CallKind kind) {
		return this.counts.getOrDefault(kind, new Counts(0, 0, 0));
	}

	long calls() {
		return this.counts.values().stream().mapToLong(Counts::begun).sum();
	}

	/**
	 * Calls that have neither succeeded nor failed: a call without a deadline hangs.
	 */
	long unanswered() {
		return this.counts.values().stream().mapToLong((of) -> of.begun() - of.succeeded() - of.failed()).sum();
	}

	long failed(CallKind... kinds) {
		return List.of(kinds).stream().mapToLong((kind) -> of(kind).failed()).sum();
	}

	long lastServed(int port) {
		Served of = this.served.get(port);
		return (of != null) ? of.last() : 0;
	}

	long firstServed(int port) {
		Served of = this.served.get(port);
		return (of != null) ? of.first() : 0;
	}

	long servedBy(int port) {
		Served of = this.served.get(port);
		return (of != null) ? of.calls() : 0;
	}

	long answered() {
		return this.served.values().stream().mapToLong(Served::calls).sum();
	}

	record Counts(long begun, long succeeded, long failed) {

	}

	record Failure(CallKind kind, String stub, long begun, long ended, String code, String description) {

	}

	record Served(long first, long last, long calls) {

	}

}
