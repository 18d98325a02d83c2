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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.load.LoadResult;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.process.ClientMain;
import io.mprpc.benchmarks.process.Jvm;
import io.mprpc.benchmarks.process.ServerMain;

/**
 * A contender with its processes: a ZooKeeper of its own where it needs one, a server, a
 * client.
 */
final class Running implements AutoCloseable {

	private final String name;

	private final List<ChildProcess> processes = new ArrayList<>();

	private final ChildProcess server;

	private final ChildProcess client;

	private Running(Contender contender, int instances, CallCostOptions options) {
		this.name = contender.name();
		Path logs = Path.of(options.out(), "logs");
		Path home = Path.of(options.home());
		Settings settings = contender.settings().with(Settings.INSTANCES, instances);
		try {
			if (contender.hasRegistry()) {
				Jvm jvm = Jvm.ofModule(home, "mprpc", List.of("-Xmx256m"), logs);
				ChildProcess registry = add(ChildProcess.start(this.name + "-registry", jvm, ServerMain.class,
						RegistryClass.NAME, settings));
				settings = settings.with(Settings.REGISTRY, registry.greeting().get(Settings.ADDRESSES));
			}
			Jvm jvm = Jvm.ofModule(home, contender.module(), options.jvmOptions(), logs);
			this.server = add(ChildProcess.start(this.name + "-server", jvm.pinnedTo(options.serverProcessors()),
					ServerMain.class, contender.server(), settings));
			settings = settings.with(Settings.ADDRESSES, this.server.greeting().get(Settings.ADDRESSES));
			this.client = add(ChildProcess.start(this.name + "-client", jvm.pinnedTo(options.clientProcessors()),
					ClientMain.class, contender.client(), settings));
			String seen = this.client.ask("instances", "count=" + instances).get(Settings.INSTANCES);
			if (!seen.equals(Integer.toString(instances))) {
				throw new IllegalStateException(this.name + " calls " + seen + " instances of " + instances);
			}
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	static Running start(Contender contender, int instances, CallCostOptions options) {
		return new Running(contender, instances, options);
	}

	private ChildProcess add(ChildProcess process) {
		this.processes.add(process);
		return process;
	}

	String name() {
		return this.name;
	}

	LoadResult measure(int callers, int payload, int millis) {
		return LoadResult
			.of(this.client.ask("measure", "callers=" + callers, "payload=" + payload, "millis=" + millis));
	}

	Duration clientProcessorTime() {
		return this.client.processorTime();
	}

	Duration serverProcessorTime() {
		return this.server.processorTime();
	}

	@Override
	public void close() {
		this.processes.forEach(ChildProcess::close);
	}

}
