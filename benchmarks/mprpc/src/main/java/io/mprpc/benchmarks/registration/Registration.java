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

package io.mprpc.benchmarks.registration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.process.Jvm;
import io.mprpc.benchmarks.process.ServerMain;
import io.mprpc.benchmarks.registry.ZooKeeperProcess;
import io.mprpc.benchmarks.report.Report;
import io.mprpc.benchmarks.report.Table;

/**
 * Benchmark of registration: the time that an instance needs to register, and the time
 * until a consumer knows that it has registered, drains, or has deregistered. Provider,
 * consumer and ZooKeeper are processes of their own.
 */
public final class Registration {

	private static final String REGISTERED = "registered ms";

	private static final String SEEN = "seen by a consumer ms";

	private static final String DRAINING = "draining seen ms";

	private static final String GONE = "withdrawal seen ms";

	private final Table table = new Table("From the call in the provider", "instance").column(REGISTERED, 1)
		.column(SEEN, 1)
		.column(DRAINING, 1)
		.column(GONE, 1);

	private final Place place;

	private final int calm;

	private final List<ChildProcess> processes = new ArrayList<>();

	private int services;

	private Registration(Settings options) {
		this.place = Place.of(options);
		this.calm = options.getInt("calm", 50);
	}

	public static void main(String[] args) {
		Settings options = Settings.of(args);
		Registration registration = new Registration(options);
		try {
			registration.run(options);
		}
		finally {
			registration.processes.forEach(ChildProcess::close);
		}
		Report report = new Report("Registration", "benchmarks/run registration " + String.join(" ", args));
		report.say("From the call that publishes, drains or withdraws until ZooKeeper has confirmed it ('" + REGISTERED
				+ "'), or until the listener of a directory in another process has a view that shows all of it. A "
				+ "service is known when an instance of it was registered before, so that its znodes stand. Between two changes "
				+ registration.calm + " ms pass.");
		report.add(registration.table);
		report.write(registration.place.out(), options.get("name", "registration"));
		System.exit(0);
	}

	private void run(Settings options) {
		ChildProcess registry = start("registry", ZooKeeperProcess.class, Settings.of());
		Settings settings = Settings.of().with(Settings.REGISTRY, registry.greeting().get(Settings.ADDRESSES));
		ChildProcess provider = start("provider", ProviderProcess.class, settings);
		ChildProcess watcher = start("watcher", WatcherProcess.class, settings);
		int warmUp = options.getInt("warm-up", 20);
		int rounds = options.getInt("rounds", 50);
		for (int round = -warmUp; round < rounds; round++) {
			for (String methods : options.get("methods", "1,20,200").split(",")) {
				String service = "benchmarks.Service" + this.services++;
				watcher.ask("follow", "service=" + service);
				for (String kind : List.of("new", "known")) {
					live(methods + " methods, " + kind + " service", provider, watcher, round >= 0,
							"service=" + service, "methods=" + methods);
				}
			}
		}
	}

	/** Life cycle of one instance. */
	private void live(String row, ChildProcess provider, ChildProcess watcher, boolean counts, String service,
			String methods) {
		Settings published = provider.ask("publish", service, methods);
		String number = methods.substring(methods.indexOf('=') + 1);
		double seen = millisUntil(watcher, "UP:" + number, published);
		pause();
		double draining = millisUntil(watcher, "DRAINING:" + number, provider.ask("drain"));
		pause();
		double gone = millisUntil(watcher, "nobody", provider.ask("withdraw"));
		pause();
		if (counts) {
			this.table.add(row, REGISTERED, published.getLong("micros") / 1e3);
			this.table.add(row, SEEN, seen);
			this.table.add(row, DRAINING, draining);
			this.table.add(row, GONE, gone);
		}
	}

	/** Changes in quick succession would be merged, but there are none here. */
	private void pause() {
		try {
			Thread.sleep(this.calm);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static double millisUntil(ChildProcess watcher, String what, Settings command) {
		return (watcher.ask("await", "what=" + what).getLong("at") - command.getLong("at")) / 1e3;
	}

	private ChildProcess start(String name, Class<?> type, Settings settings) {
		Jvm jvm = Jvm.ofModule(this.place.home(), "mprpc", this.place.jvmOptions(),
				Path.of(this.place.out().toString(), "logs"));
		ChildProcess process = ChildProcess.start("registration-" + name, jvm, ServerMain.class, type.getName(),
				settings);
		this.processes.add(process);
		return process;
	}

}
