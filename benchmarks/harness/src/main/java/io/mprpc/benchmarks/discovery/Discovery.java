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
package io.mprpc.benchmarks.discovery;

import java.util.LinkedHashMap;
import java.util.Map;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Contender;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.report.Report;
import io.mprpc.benchmarks.report.Table;

/**
 * Benchmark of discovery: the time until a running consumer notices that an instance
 * joins, is killed or shuts down.
 */
public final class Discovery {

	private static final String CONTENDERS = "mprpc,dubbo-triple,dubbo-tcp,spring-cloud-zookeeper";

	private Discovery() {
	}

	public static void main(String[] args) {
		Settings options = Settings.of(args);
		Place place = Place.of(options);
		Report report = new Report("Discovery", "benchmarks/run discovery " + String.join(" ", args));
		Table table = new Table("An instance joins, is killed, is asked to end", "contender")
			.column(DiscoveryScenario.JOINED, 0)
			.column(DiscoveryScenario.LAST_FAILURE, 0)
			.column(DiscoveryScenario.KILL_FAILURES, 0)
			.column(DiscoveryScenario.LISTED, 0)
			.column(DiscoveryScenario.EXIT, 0)
			.column(DiscoveryScenario.TERM_FAILURES, 0);
		Map<String, DiscoveryScenario> scenarios = new LinkedHashMap<>();
		try {
			for (Contender contender : Contender.named(options.get("contenders", CONTENDERS))) {
				System.err.println("starting " + contender.name());
				scenarios.put(contender.name(), new DiscoveryScenario(contender, place, table));
			}
			int rounds = options.getInt("rounds", 5);
			for (int round = 0; round < rounds; round++) {
				for (DiscoveryScenario scenario : scenarios.values()) {
					System.err.println("round " + (round + 1) + " of " + rounds + ": " + scenario);
					scenario.play();
				}
			}
		}
		finally {
			scenarios.values().forEach(DiscoveryScenario::close);
		}
		report.say("One instance runs throughout; the consumer makes about 1,600 calls/s. '" + DiscoveryScenario.JOINED
				+ "' counts from the moment at which the first node that names the new instance is in ZooKeeper. '"
				+ DiscoveryScenario.LAST_FAILURE + "' and '" + DiscoveryScenario.KILL_FAILURES
				+ "' are what callers noticed of kill -9, '" + DiscoveryScenario.LISTED
				+ "' is how long the registry went on listing the killed instance, '" + DiscoveryScenario.EXIT
				+ "' is from SIGTERM to the end of the process.");
		report.add(table);
		report.write(place.out(), options.get("name", "discovery"));
		System.exit(0);
	}

}
