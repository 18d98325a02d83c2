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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.process.Jvm;
import io.mprpc.benchmarks.process.ServerMain;
import io.mprpc.benchmarks.report.Report;
import io.mprpc.benchmarks.report.Table;

/**
 * Benchmark of reports: many processes report to the members of an ensemble of registry
 * servers, with and without an open page of the console.
 */
public final class Reports {

	private static final int PATIENCE_SECONDS = 300;

	private static final String CPU = "% of a processor";

	private final Settings options;

	private final Place place;

	private final int processes;

	private final int members;

	private final int perJvm;

	private final Table member = new Table("A registry server", "interval, member").column(CPU, 1)
		.column("reports/s", 0)
		.column("kB of reports/s", 0)
		.column("kB read/s", 0)
		.column("kB written/s", 0)
		.column("heap MiB", 0)
		.column("dropped", 0);

	private final Table reporter = new Table("A process", "interval").column("% of a processor", 3)
		.column("reports/s", 2)
		.column("kB/s", 2);

	private final Table latency = new Table("From a report until the API shows it", "interval").column("ms", 0);

	private final Table opening = new Table("Streams", "").column("all accepted s", 1);

	private final List<ChildProcess> reporters = new ArrayList<>();

	private List<Member> ensemble = List.of();

	private Reports(Settings options) {
		this.options = options;
		this.place = Place.of(options);
		this.processes = options.getInt("processes", 1000);
		this.members = options.getInt("members", 3);
		this.perJvm = options.getInt("per-jvm", 250);
	}

	public static void main(String[] args) throws IOException {
		Settings options = Settings.of(args);
		Reports reports = new Reports(options);
		Report report = new Report("Reports of processes", "benchmarks/run reports " + String.join(" ", args));
		try {
			reports.run();
		}
		finally {
			reports.close();
		}
		reports.describe(report);
		report.write(reports.place.out(), options.get("name", "reports"));
		System.exit(0);
	}

	private void describe(Report report) {
		report.say(this.processes + " processes, each serves " + methods() + " methods and calls as many of another "
				+ "service at " + peers() + " instances, with 20 calls/s of each method; " + this.members
				+ " registry servers with " + heap() + " of heap. 'none': registered, without reports.");
		report.add(this.member);
		report.add(this.reporter);
		report.add(this.latency);
		report.add(this.opening);
	}

	private void run() throws IOException {
		say("starting " + this.members + " members");
		this.ensemble = Member.ensemble(this.members, this.place,
				Arrays.asList(this.options.get("member-jvm", "-Xmx" + heap()).split(" ")));
		startReporters();
		say("registering");
		this.reporters.forEach((each) -> each.ask("register"));
		settle();
		measure("none");
		long opened = System.nanoTime();
		this.reporters.forEach((each) -> each.ask("open"));
		await("accepted streams", () -> accepted() == this.processes * this.members);
		this.opening.add("opened", "all accepted s", (System.nanoTime() - opened) / 1e9);
		settle();
		profiled("15 s", () -> measure("15 s"));
		List<InputStream> watching = this.ensemble.stream().map((each) -> each.api().watch()).toList();
		settle();
		profiled("1 s", () -> measure("1 s"));
		latency("1 s");
		for (InputStream each : watching) {
			each.close();
		}
	}

	private void startReporters() {
		String connect = this.ensemble.stream().map(Member::address).collect(Collectors.joining(","));
		for (int first = 0; first < this.processes; first += this.perJvm) {
			Settings settings = Settings
				.of("processes=" + this.processes, "peers=" + peers(), "methods=" + methods(), "first=" + first,
						"count=" + Math.min(this.perJvm, this.processes - first),
						"per-session=" + this.options.getInt("per-session", 50))
				.with(Settings.REGISTRY, connect);
			Jvm jvm = Jvm.ofModule(this.place.home(), "mprpc", List.of("-Xmx1g", "-Xss256k"),
					Path.of(this.place.out().toString(), "logs"));
			this.reporters.add(ChildProcess.start("reports-processes-" + first, jvm, ServerMain.class,
					ReportersProcess.class.getName(), settings));
		}
	}

	private void measure(String interval) {
		say("measuring with interval " + interval);
		List<Member.Usage> before = this.ensemble.stream().map(Member::usage).toList();
		List<Double> dropped = this.ensemble.stream().map(Member::dropped).toList();
		boolean open = !interval.equals("none");
		Sum sent = open ? sent() : null;
		pause(this.options.getInt("seconds", 60));
		for (int i = 0; i < this.members; i++) {
			Member each = this.ensemble.get(i);
			Member.Usage then = before.get(i);
			Member.Usage now = each.usage();
			String row = interval + ", " + (i + 1);
			this.member.add(row, CPU, now.percentSince(then));
			this.member.add(row, "reports/s", now.perSecond(now.reports(), then.reports(), then));
			this.member.add(row, "kB of reports/s", now.perSecond(now.reportBytes(), then.reportBytes(), then) / 1e3);
			this.member.add(row, "kB read/s", now.perSecond(now.in(), then.in(), then) / 1e3);
			this.member.add(row, "kB written/s", now.perSecond(now.out(), then.out(), then) / 1e3);
			this.member.add(row, "dropped", each.dropped() - dropped.get(i));
		}
		if (sent != null) {
			Sum later = sent();
			double seconds = (later.nanos - sent.nanos) / 1e9;
			this.reporter.add(interval, CPU,
					100.0 * (later.processor.toNanos() - sent.processor.toNanos()) / 1e9 / seconds / this.processes);
			this.reporter.add(interval, "reports/s", (later.reports - sent.reports) / seconds / this.processes);
			this.reporter.add(interval, "kB/s", (later.bytes - sent.bytes) / 1e3 / seconds / this.processes);
		}
		for (int i = 0; i < this.members; i++) {
			this.member.add(interval + ", " + (i + 1), "heap MiB",
					this.ensemble.get(i).process().ask("memory").getLong("heap") / 1048576.0);
		}
	}

	// One process is asked for until there is a newer report, which says when it came.
	private void latency(String interval) {
		Api api = this.ensemble.get(0).api();
		String path = "/api/v1/processes/" + this.reporters.get(0).ask("id").get("id");
		String last = lastReport(api, path);
		for (int i = 0; i < this.options.getInt("rounds", 30); i++) {
			String next = last;
			while (next.equals(last)) {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
				next = lastReport(api, path);
			}
			last = next;
			this.latency.add(interval, "ms", Duration.between(Instant.parse(next), Instant.now()).toNanos() / 1e6);
		}
	}

	private static String lastReport(Api api, String path) {
		return api.get(path).getAsJsonObject("process").get("lastReport").getAsString();
	}

	private void profiled(String interval, Runnable measurement) {
		if (!this.options.isOn("profile")) {
			measurement.run();
			return;
		}
		ChildProcess first = this.ensemble.get(0).process();
		first.ask("record");
		measurement.run();
		first.ask("dump", "file=" + this.place.out().resolve("logs/reports-" + interval.replace(' ', '-') + ".jfr"));
	}

	private int accepted() {
		return this.reporters.stream().mapToInt((each) -> each.ask("accepted").getInt("streams")).sum();
	}

	private Sum sent() {
		Sum sum = new Sum(System.nanoTime());
		for (ChildProcess each : this.reporters) {
			Settings sent = each.ask("sent");
			sum.processor = sum.processor.plus(each.processorTime());
			sum.reports += sent.getLong("reports");
			sum.bytes += sent.getLong("bytes");
		}
		return sum;
	}

	private void settle() {
		pause(this.options.getInt("settle", 30));
	}

	private static void pause(int seconds) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

	private static void await(String what, BooleanSupplier condition) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("Not within " + PATIENCE_SECONDS + " s: " + what);
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
		}
	}

	private int methods() {
		return this.options.getInt("methods", 20);
	}

	private int peers() {
		return this.options.getInt("peers", 10);
	}

	private String heap() {
		return this.options.get("heap", "512m");
	}

	private void close() {
		this.reporters.forEach(ChildProcess::close);
		this.ensemble.forEach(Member::close);
	}

	private static void say(String text) {
		System.err.println(text);
	}

	/** What all processes have sent and used. */
	private static final class Sum {

		private final long nanos;

		private Duration processor = Duration.ZERO;

		private long reports;

		private long bytes;

		Sum(long nanos) {
			this.nanos = nanos;
		}

	}

}
