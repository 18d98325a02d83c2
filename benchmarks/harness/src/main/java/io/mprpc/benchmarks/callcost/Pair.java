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

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Contender;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.contender.Running;
import io.mprpc.benchmarks.load.LoadResult;
import io.mprpc.benchmarks.process.ChildProcess;

/**
 * A contender's server process and client process.
 */
final class Pair implements AutoCloseable {

	private final Running running;

	private final ChildProcess server;

	private final ChildProcess client;

	Pair(Contender contender, int instances, Place place) {
		this.running = new Running(contender, place);
		try {
			this.server = this.running.startServer(instances);
			this.client = this.running.startClient();
			String seen = this.client.ask("instances", "count=" + instances).get(Settings.INSTANCES);
			if (!seen.equals(Integer.toString(instances))) {
				throw new IllegalStateException(name() + " calls " + seen + " instances of " + instances);
			}
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	String name() {
		return this.running.name();
	}

	LoadResult measure(int callers, int payload, int millis) {
		return LoadResult
			.of(this.client.ask("measure", "callers=" + callers, "payload=" + payload, "millis=" + millis));
	}

	/**
	 * Records both processes under a load.
	 * @param directory where to put {@code <contender>-client.jfr} and
	 * {@code <contender>-server.jfr}
	 */
	void profile(int callers, int payload, int millis, Path directory) {
		this.server.ask("record");
		this.client.ask("record");
		measure(callers, payload, millis);
		// A variant's settings may name files.
		String name = name().replace('/', '_');
		this.client.ask("dump", "file=" + directory.resolve(name + "-client.jfr"));
		this.server.ask("dump", "file=" + directory.resolve(name + "-server.jfr"));
	}

	/**
	 * Bytes that the server has allocated.
	 */
	long serverAllocated() {
		return Long.parseLong(this.server.ask("allocated").get("bytes"));
	}

	Duration clientProcessorTime() {
		return this.client.processorTime();
	}

	Duration serverProcessorTime() {
		return this.server.processorTime();
	}

	@Override
	public void close() {
		this.running.close();
	}

}
