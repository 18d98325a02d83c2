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
package io.mprpc.benchmarks.callcost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Contender;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.load.LoadResult;
import io.mprpc.benchmarks.report.Report;
import io.mprpc.benchmarks.report.Table;

/**
 * Benchmark of the cost of a call: each contender has a server process and a client
 * process for the whole run. The contenders alternate round by round, so that
 * disturbances of the machine affect all of them.
 */
public final class CallCost {

	private static final String CALLS = "calls/s";

	private static final String P50 = "p50 us";

	private static final String P99 = "p99 us";

	private static final String ALLOCATED = "client B/call";

	private static final String SERVER_ALLOCATED = "server B/call";

	private static final String CLIENT_CPU = "client cpu us/call";

	private static final String SERVER_CPU = "server cpu us/call";

	private final CallCostOptions options;

	private final Place place;

	private final Map<String, Table> tables = new TreeMap<>();

	private long errors;

	private CallCost(CallCostOptions options, Place place) {
		this.options = options;
		this.place = place;
	}

	public static void main(String[] args) {
		CallCostOptions options = CallCostOptions.of(Settings.of(args));
		Place place = Place.of(Settings.of(args));
		Report report = new Report("Call cost", "benchmarks/run call-cost " + String.join(" ", args));
		report.say("Ratios are to the first row, the median over rounds of the ratio within a round; in brackets the "
				+ "smallest and the largest of " + options.rounds() + " rounds of " + options.millis()
				+ " ms. Client and server share the processors.");
		CallCost callCost = new CallCost(options, place);
		for (int instances : options.instances()) {
			callCost.run(instances);
		}
		callCost.tables.values().forEach(report::add);
		report.say("Calls that failed or came back with another size: " + callCost.errors + ".");
		report.write(place.out(), options.name());
		System.exit(0);
	}

	private void run(int instances) {
		List<Pair> contenders = new ArrayList<>();
		try {
			for (Contender contender : this.options.contenders()) {
				say("starting " + contender.name() + " with " + instances + " instances");
				contenders.add(new Pair(contender, instances, this.place));
			}
			warmUp(contenders);
			for (int round = 0; round < this.options.rounds(); round++) {
				say("round " + (round + 1) + " of " + this.options.rounds() + " with " + instances + " instances");
				round(contenders, instances);
			}
			if (this.options.profileMillis() > 0) {
				int callers = this.options.callers().get(this.options.callers().size() - 1);
				contenders.forEach((contender) -> contender.profile(callers, this.options.payloads().get(0),
						this.options.profileMillis(), this.place.out()));
			}
		}
		finally {
			contenders.forEach(Pair::close);
		}
	}

	private void warmUp(List<Pair> contenders) {
		for (Pair contender : contenders) {
			say("warming up " + contender.name());
			for (int callers : this.options.callers()) {
				for (int payload : this.options.payloads()) {
					contender.measure(callers, payload, this.options.warmUpMillis());
				}
			}
		}
	}

	private void round(List<Pair> contenders, int instances) {
		for (int payload : this.options.payloads()) {
			for (int callers : this.options.callers()) {
				for (Pair contender : contenders) {
					measure(contender, instances, callers, payload);
				}
			}
		}
		// The order changes, so that no contender always follows the same one.
		Collections.rotate(contenders, 1);
	}

	private void measure(Pair contender, int instances, int callers, int payload) {
		Duration client = contender.clientProcessorTime();
		Duration server = contender.serverProcessorTime();
		long allocated = contender.serverAllocated();
		LoadResult result = contender.measure(callers, payload, this.options.millis());
		this.errors += result.errors();
		double calls = Math.max(1, result.calls());
		String title = String.format("%d bytes, %d callers, %d instances", payload, callers, instances);
		String key = String.format("%06d %06d %06d", instances, payload, callers);
		Table table = this.tables.computeIfAbsent(key, (k) -> newTable(title));
		table.add(contender.name(), CALLS, result.callsPerSecond());
		table.add(contender.name(), P50, result.p50Nanos() / 1e3);
		table.add(contender.name(), P99, result.p99Nanos() / 1e3);
		table.add(contender.name(), ALLOCATED, result.allocatedPerCall());
		table.add(contender.name(), SERVER_ALLOCATED, (contender.serverAllocated() - allocated) / calls);
		table.add(contender.name(), CLIENT_CPU, micros(contender.clientProcessorTime().minus(client)) / calls);
		table.add(contender.name(), SERVER_CPU, micros(contender.serverProcessorTime().minus(server)) / calls);
	}

	private Table newTable(String title) {
		Table table = new Table(title, "contender").column(CALLS, 0)
			.column(P50, 0)
			.column(P99, 0)
			.column(ALLOCATED, 0)
			.column(SERVER_ALLOCATED, 0)
			.column(CLIENT_CPU, 1)
			.column(SERVER_CPU, 1);
		this.options.contenders().forEach((contender) -> table.row(contender.name()));
		return table;
	}

	private static double micros(Duration duration) {
		return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
	}

	private static void say(String text) {
		System.err.println(text);
	}

}
