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
package io.mprpc.benchmarks.jmh;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.report.Report;
import io.mprpc.benchmarks.report.Table;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Main class that runs the JMH benchmarks of this package and reports them like the other
 * harnesses.
 */
public final class InnerLoops {

	private static final String ALLOCATED = "gc.alloc.rate.norm";

	private InnerLoops() {
	}

	public static void main(String[] args) throws RunnerException {
		Settings options = Settings.of(args);
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(options.get("include", "Benchmark"))
			.forks(options.getInt("forks", 2))
			.warmupIterations(options.getInt("warm-up", 5))
			.warmupTime(TimeValue.milliseconds(options.getInt("millis", 500)))
			.measurementIterations(options.getInt("rounds", 5))
			.measurementTime(TimeValue.milliseconds(options.getInt("millis", 500)))
			.addProfiler(GCProfiler.class)
			.threads(options.getInt("threads", 1))
			.shouldFailOnError(true)
			.build()).run();
		Report report = new Report("Inner loops", "benchmarks/run jmh " + String.join(" ", args));
		results.stream()
			.collect(Collectors.groupingBy(InnerLoops::title))
			.entrySet()
			.stream()
			.sorted((a, b) -> a.getKey().compareTo(b.getKey()))
			.forEach((group) -> {
				Table table = new Table(group.getKey(), "parameters").column("time", 1).column("B/op", 0);
				group.getValue().forEach((result) -> add(table, result));
				report.add(table);
			});
		Place place = Place.of(options);
		report.write(place.out(), options.get("name", "jmh"));
	}

	private static String title(RunResult result) {
		String name = result.getParams().getBenchmark();
		return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1) + ", "
				+ result.getPrimaryResult().getScoreUnit();
	}

	private static void add(Table table, RunResult result) {
		BenchmarkParams params = result.getParams();
		String row = params.getParamsKeys()
			.stream()
			.map((key) -> key + " " + params.getParam(key))
			.collect(Collectors.joining(", "));
		for (BenchmarkResult fork : result.getBenchmarkResults()) {
			for (IterationResult iteration : fork.getIterationResults()) {
				table.add(row.isEmpty() ? "-" : row.toLowerCase(Locale.ROOT), "time",
						iteration.getPrimaryResult().getScore());
				if (iteration.getSecondaryResults().containsKey(ALLOCATED)) {
					table.add(row.isEmpty() ? "-" : row.toLowerCase(Locale.ROOT), "B/op",
							iteration.getSecondaryResults().get(ALLOCATED).getScore());
				}
			}
		}
	}

}
