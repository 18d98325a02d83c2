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
package io.mprpc.benchmarks.scale;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.process.Jvm;
import io.mprpc.benchmarks.process.ServerMain;
import io.mprpc.benchmarks.registry.ZooKeeperProcess;
import io.mprpc.benchmarks.report.Report;
import io.mprpc.benchmarks.report.Table;

/**
 * Benchmark of the registry's scale on one standalone server: instances register, a
 * consumer starts, and instances join and leave while one and while many consumers follow
 * them.
 */
public final class Scale {

	private static final int SUBSCRIBERS_PER_PROCESS = 250;

	/** Maximum number of instances in the views of all subscribers, limited by memory. */
	private static final int MOST_IN_VIEWS = 1_500_000;

	private final Settings options;

	private final Place place;

	private final int methods;

	private final Table size = new Table("The registry holds N instances", "instances").column("all registered ms", 0)
		.column("instances/s", 0)
		.column("server heap MiB", 1)
		.column("first view ms", 0)
		.column("first view kB", 0)
		.column("one more registered ms", 1);

	private final Table change = new Table("One instance joins or leaves", "instances, subscribers")
		.column("seen by the median ms", 1)
		.column("seen by the last ms", 1)
		.column("B per subscriber", 0);

	private Scale(Settings options) {
		this.options = options;
		this.place = Place.of(options);
		this.methods = options.getInt("methods", 20);
	}

	public static void main(String[] args) {
		Settings options = Settings.of(args);
		Scale scale = new Scale(options);
		Report report = new Report("The registry at scale", "benchmarks/run scale " + String.join(" ", args));
		for (String instances : options.get("instances", "100,1000,10000").split(",")) {
			try {
				scale.run(Integer.parseInt(instances));
			}
			catch (IllegalStateException ex) {
				// The measurements so far remain valid.
				say(ex.getMessage());
				report.say("With " + instances + " instances the run ended early: " + ex.getMessage());
			}
		}
		report.say("One service with " + scale.methods + " methods, all instances serve all of them; one standalone "
				+ "ZooKeeper with " + scale.heap() + " of heap. 'first view' is from the opening of a connection; "
				+ "'seen' is from the call that publishes or withdraws. Ratios show growth.");
		report.add(scale.size);
		report.add(scale.change);
		report.write(scale.place.out(), options.get("name", "scale"));
		System.exit(0);
	}

	private String heap() {
		return this.options.get("registry-heap", "2g");
	}

	private void run(int instances) {
		List<ChildProcess> processes = new ArrayList<>();
		try {
			say(instances + " instances: starting");
			ChildProcess registry = start(processes, "registry", ZooKeeperProcess.class, heap(), Settings.of());
			Settings settings = Settings.of("methods=" + this.methods, "instances=" + instances)
				.with(Settings.REGISTRY, registry.greeting().get(Settings.ADDRESSES));
			ChildProcess registrar = start(processes, "registrar", RegistrarProcess.class, "2g", settings);
			say(instances + " instances: registering");
			register(instances, registry, registrar);
			ChildProcess consumer = start(processes, "consumer", SubscriberProcess.class, "1g", settings);
			views(instances, consumer);
			for (int count : numbers("subscribers", "1,100,1000")) {
				if ((long) instances * count > MOST_IN_VIEWS) {
					say(instances + " instances: " + count + " subscribers are left out, they need too much memory");
					continue;
				}
				say(instances + " instances: changes at " + count + " subscribers");
				changes(instances, count, processes, settings, registrar);
			}
		}
		finally {
			processes.forEach(ChildProcess::close);
		}
	}

	private void register(int instances, ChildProcess registry, ChildProcess registrar) {
		Settings registered = registrar.ask("register");
		if (!registered.isOn("all")) {
			throw new IllegalStateException("Not all of " + instances + " instances could register");
		}
		double millis = registered.getLong("micros") / 1e3;
		String row = Integer.toString(instances);
		this.size.add(row, "all registered ms", millis);
		this.size.add(row, "instances/s", instances / millis * 1e3);
		this.size.add(row, "server heap MiB", registry.ask("memory").getLong("heap") / 1048576.0);
		for (int i = 0; i < rounds(); i++) {
			this.size.add(row, "one more registered ms", registrar.ask("join").getLong("micros") / 1e3);
			registrar.ask("leave");
		}
	}

	private void views(int instances, ChildProcess consumer) {
		for (int i = 0; i < rounds(); i++) {
			long before = consumer.ask("bytes").getLong("in");
			Settings seen = consumer.ask("subscribe", "count=1", "expect=" + instances);
			String row = Integer.toString(instances);
			this.size.add(row, "first view ms", seen.getLong("median") / 1e3);
			this.size.add(row, "first view kB", (consumer.ask("bytes").getLong("in") - before) / 1e3);
			consumer.ask("unsubscribe");
		}
	}

	private void changes(int instances, int count, List<ChildProcess> processes, Settings settings,
			ChildProcess registrar) {
		List<ChildProcess> consumers = new ArrayList<>();
		for (int i = 0; i < count; i += SUBSCRIBERS_PER_PROCESS) {
			ChildProcess consumer = start(processes, "consumer-" + i, SubscriberProcess.class,
					this.options.get("consumer-heap", "2g"), settings);
			consumers.add(consumer);
			consumer.ask("subscribe", "count=" + Math.min(SUBSCRIBERS_PER_PROCESS, count - i), "expect=" + instances,
					"at-once=" + this.options.getInt("at-once", 25));
		}
		String row = String.format(Locale.ROOT, "%d, %d", instances, count);
		for (int i = 0; i < rounds(); i++) {
			change(row, count, consumers, registrar, "join", instances + 1);
			change(row, count, consumers, registrar, "leave", instances);
		}
		consumers.forEach((consumer) -> {
			processes.remove(consumer);
			consumer.close();
		});
	}

	private void change(String row, int count, List<ChildProcess> consumers, ChildProcess registrar, String what,
			int expected) {
		long before = received(consumers);
		long at = registrar.ask(what).getLong("at");
		List<Settings> seen = consumers.stream()
			.map((consumer) -> consumer.ask("await", "expect=" + expected, "since=" + at))
			.toList();
		this.change.add(row, "seen by the median ms",
				seen.stream().mapToLong((s) -> s.getLong("median")).average().orElse(Double.NaN) / 1e3);
		this.change.add(row, "seen by the last ms",
				seen.stream().mapToLong((s) -> s.getLong("max")).max().orElse(0) / 1e3);
		this.change.add(row, "B per subscriber", (double) (received(consumers) - before) / count);
	}

	private static long received(List<ChildProcess> consumers) {
		return consumers.stream().mapToLong((consumer) -> consumer.ask("bytes").getLong("in")).sum();
	}

	private ChildProcess start(List<ChildProcess> processes, String name, Class<?> type, String heap,
			Settings settings) {
		Jvm jvm = Jvm.ofModule(this.place.home(), "mprpc", List.of("-Xmx" + heap, "-Xss256k"),
				Path.of(this.place.out().toString(), "logs"));
		ChildProcess process = ChildProcess.start("scale-" + name, jvm, ServerMain.class, type.getName(), settings);
		processes.add(process);
		return process;
	}

	private int rounds() {
		return this.options.getInt("rounds", 7);
	}

	private List<Integer> numbers(String name, String otherwise) {
		return Arrays.stream(this.options.get(name, otherwise).split(",")).map(Integer::valueOf).toList();
	}

	private static void say(String text) {
		System.err.println(text);
	}

}
