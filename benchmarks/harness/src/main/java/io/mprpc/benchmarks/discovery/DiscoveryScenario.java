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

import java.time.Duration;

import io.mprpc.benchmarks.Settings;
import io.mprpc.benchmarks.contender.Contender;
import io.mprpc.benchmarks.contender.Place;
import io.mprpc.benchmarks.contender.Running;
import io.mprpc.benchmarks.load.Caller;
import io.mprpc.benchmarks.process.ChildProcess;
import io.mprpc.benchmarks.report.Table;

/**
 * Scenario of one contender whose instances join and leave while a consumer calls.
 */
final class DiscoveryScenario implements AutoCloseable {

	static final String JOINED = "registered to first call ms";

	static final String LAST_FAILURE = "kill -9 to last failure ms";

	static final String KILL_FAILURES = "failed by kill -9";

	static final String LISTED = "killed but listed ms";

	static final String EXIT = "SIGTERM to exit ms";

	static final String TERM_FAILURES = "failed by SIGTERM";

	private static final Duration PATIENCE = Duration.ofSeconds(150);

	/** Longer than any contender needs to detect a failure. */
	private static final Duration CALM = Duration.ofSeconds(3);

	private static final int CALLING_THREADS = 2;

	private static final int PAUSE_MICROS = 1000;

	private final Running running;

	private final ChildProcess client;

	private final Table table;

	DiscoveryScenario(Contender contender, Place place, Table table) {
		this.running = new Running(contender, place);
		this.table = table;
		table.row(contender.name());
		try {
			this.running.registry().ask("watch");
			this.running.startServer(1);
			this.client = this.running.startClient();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	void play() {
		this.client.ask("watch", "threads=" + CALLING_THREADS, "micros=" + PAUSE_MICROS);
		pause(CALM);
		killOne(join());
		endOne(join());
		this.client.ask("rest");
	}

	private ChildProcess join() {
		// An instance may get the port of an earlier one.
		long began = Caller.now();
		ChildProcess server = this.running.startServer(1);
		String address = server.greeting().get(Settings.ADDRESSES);
		long end = System.nanoTime() + PATIENCE.toNanos();
		long seen = 0;
		while (seen == 0 && System.nanoTime() < end) {
			pause(Duration.ofMillis(20));
			seen = this.client.ask("seen", "instance=" + address).getLong("micros");
		}
		if (seen == 0) {
			throw new IllegalStateException(this + ": " + address + " got no call within " + PATIENCE);
		}
		note(JOINED, (seen - sighting(address, "appeared", began)) / 1e3);
		pause(CALM);
		return server;
	}

	private void killOne(ChildProcess server) {
		String address = server.greeting().get(Settings.ADDRESSES);
		this.client.ask("outcome");
		long killed = Caller.now();
		server.kill();
		long failures = 0;
		long last = killed;
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < end) {
			pause(CALM);
			Settings outcome = this.client.ask("outcome");
			failures += outcome.getLong("failures");
			last = Math.max(last, outcome.getLong("last"));
			if (outcome.getLong("failures") == 0 && sighting(address, "vanished", killed) > 0) {
				break;
			}
		}
		note(LAST_FAILURE, (last - killed) / 1e3);
		note(KILL_FAILURES, failures);
		note(LISTED, (sighting(address, "vanished", killed) - killed) / 1e3);
		forget(address);
	}

	private void endOne(ChildProcess server) {
		this.client.ask("outcome");
		note(EXIT, server.terminate().toMillis());
		pause(CALM);
		note(TERM_FAILURES, this.client.ask("outcome").getLong("failures"));
		forget(server.greeting().get(Settings.ADDRESSES));
	}

	private void forget(String address) {
		this.client.ask("forget", "instance=" + address);
	}

	private long sighting(String address, String what, long since) {
		String port = address.substring(address.indexOf(':') + 1);
		return this.running.registry().ask("sighted", "port=" + port, "since=" + since).getLong(what);
	}

	private void note(String column, double value) {
		this.table.add(this.running.name(), column, value);
	}

	private static void pause(Duration duration) {
		try {
			Thread.sleep(duration.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.running.close();
	}

	@Override
	public String toString() {
		return this.running.name();
	}

}
