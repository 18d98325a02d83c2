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
package io.mprpc.benchmarks.startup;

import java.util.List;
import java.util.function.Supplier;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Contender;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.contender.Running;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.report.Report;
import io.mprpc.benchmarks.report.Table;

/**
 * Benchmark of startup: the time from process start to readiness of a minimal provider
 * and a minimal consumer, and their memory.
 */
public final class StartUp {

	private static final String CONTENDERS = "spring-boot-zookeeper,spring-boot,mprpc,dubbo-triple,grpc-java";

	private static final String READY = "ready ms";

	private static final String HEAP = "heap MiB";

	private static final String NON_HEAP = "non-heap MiB";

	private static final String RESIDENT = "resident MiB";

	private static final String THREADS = "threads";

	private static final String CLASSES = "classes";

	private StartUp() {
	}

	public static void main(String[] args) {
		Settings options = Settings.of(args);
		Place place = Place.of(options);
		Table providers = table("Provider with one service");
		Table consumers = table("Consumer of one service, ready after its first call");
		List<Contender> contenders = Contender.named(options.get("contenders", CONTENDERS));
		int rounds = options.getInt("rounds", 10);
		for (int round = 0; round < rounds; round++) {
			for (Contender contender : contenders) {
				System.err.println("round " + (round + 1) + " of " + rounds + ": " + contender.name());
				try (Running running = new Running(contender, place)) {
					measure(providers, contender, () -> running.startServer(1));
					measure(consumers, contender, running::startClient);
				}
			}
		}
		Report report = new Report("Start-up and memory", "benchmarks/run start-up " + String.join(" ", args));
		report.say("From the start of the process, class path not packed, the JDK's own class data sharing; memory "
				+ "after a collection.");
		report.add(providers);
		report.add(consumers);
		report.write(place.out(), options.get("name", "start-up"));
		System.exit(0);
	}

	private static Table table(String title) {
		return new Table(title, "contender").column(READY, 0)
			.column(HEAP, 1)
			.column(NON_HEAP, 1)
			.column(RESIDENT, 0)
			.column(THREADS, 0)
			.column(CLASSES, 0);
	}

	private static void measure(Table table, Contender contender, Supplier<ChildProcess> start) {
		long before = System.nanoTime();
		ChildProcess process = start.get();
		table.add(contender.name(), READY, (System.nanoTime() - before) / 1e6);
		Settings memory = process.ask("memory");
		table.add(contender.name(), HEAP, mebibytes(memory.getLong("heap")));
		table.add(contender.name(), NON_HEAP, mebibytes(memory.getLong("nonHeap")));
		table.add(contender.name(), RESIDENT, mebibytes(memory.getLong("resident")));
		table.add(contender.name(), THREADS, memory.getLong("threads"));
		table.add(contender.name(), CLASSES, memory.getLong("classes"));
	}

	private static double mebibytes(long bytes) {
		return bytes / 1024.0 / 1024.0;
	}

}
