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

package io.mprpc.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Fault scenarios and the guarantees that they verify.
 */
final class Scenarios {

	private static final CallKind[] OTHERS = { CallKind.WRITE, CallKind.STREAM };

	/**
	 * A call that started later than this after the failure of its instance was not in
	 * flight.
	 */
	private static final long DEATH_SEEN_MILLIS = 1000;

	/** Default deadline of a call, plus a margin. */
	private static final long FIRST_DEADLINE_MILLIS = 8000;

	private static final int SESSION_AND_MORE_MILLIS = 9000;

	private static final Predicate<MeasuredInterval> NOTHING_FAILS = (interval) -> interval.failures().isEmpty();

	private final Options options;

	private final Path logs;

	private final List<Result> results = new ArrayList<>();

	Scenarios(Options options, Path logs) {
		this.options = options;
		this.logs = logs;
	}

	List<Result> run() throws IOException {
		try (ChaosEnvironment environment = new ChaosEnvironment(this.logs.resolve("one"), this.options, 1)) {
			row("steady", "nothing happens for 10 s", environment, NOTHING_FAILS, () -> {
				environment.letRun(10_000);
				return spread(environment.peek());
			});
			row("rolling", "rolling restart (SIGTERM) of all providers, twice", environment, NOTHING_FAILS,
					() -> rolling(environment));
			row("scale", "scale from " + this.options.providers() + " to 10 and back", environment, NOTHING_FAILS,
					() -> scale(environment));
			killRow(environment);
			freezeRow(environment);
			registryRows(environment);
			row("cut-off", "a provider cut off from ZooKeeper for longer than its session", environment, NOTHING_FAILS,
					() -> cutOff(environment));
			coldRow(environment);
			governedColdRow(environment);
			row("exit", "SIGTERM of one provider more, and of an idle one", environment, NOTHING_FAILS,
					() -> exits(environment));
			warmUpRow(environment);
		}
		reuseRows();
		if (this.options.wants("leader") || this.options.wants("password")) {
			try (ChaosEnvironment environment = new ChaosEnvironment(this.logs.resolve("three"), this.options, 3)) {
				row("leader", "ensemble of three: kill -9 the leader", environment, NOTHING_FAILS,
						() -> killLeader(environment));
				row("password", "ensemble of three: a wrong password by rolling restart, and the right one again",
						environment, NOTHING_FAILS, () -> wrongPassword(environment));
			}
		}
		return this.results;
	}

	private void row(String name, String event, ChaosEnvironment environment, Predicate<MeasuredInterval> promise,
			Event body) throws IOException {
		if (!this.options.wants(name)) {
			return;
		}
		System.out.println("... " + event);
		environment.mark();
		try {
			String note = body.run();
			add(name, event, environment.mark(), promise, note);
		}
		catch (IOException | IllegalStateException ex) {
			// The following rows can still be run.
			ex.printStackTrace();
			add(name, event, environment.mark(), (interval) -> false, "not carried out: " + ex.getMessage());
		}
	}

	private void add(String name, String event, MeasuredInterval interval, Predicate<MeasuredInterval> promise,
			String note) {
		boolean kept = promise.test(interval) && interval.unanswered() == 0 && interval.calls() > 0;
		String slowest = "slowest answer " + interval.slowestMillis() + " ms";
		this.results.add(new Result(name, event, interval, kept, note.isEmpty() ? slowest : note + "; " + slowest));
		System.out.println("    " + (kept ? "kept" : "BROKEN") + ": " + interval.calls() + " calls, "
				+ interval.failures().size() + " failed. " + note);
	}

	private String rolling(ChaosEnvironment environment) throws IOException {
		List<Long> exits = new ArrayList<>();
		for (int round = 0; round < 2; round++) {
			for (int port : environment.ports()) {
				exits.add(environment.provider(port).terminate());
				environment.restartProvider(port);
			}
		}
		return "SIGTERM to exit " + range(exits);
	}

	private String scale(ChaosEnvironment environment) throws IOException {
		List<Integer> more = ChaosEnvironment.freePorts(10 - this.options.providers());
		for (int port : more) {
			environment.startProvider(port);
		}
		environment.awaitReady(more);
		environment.awaitServed(more);
		MeasuredInterval now = environment.peek();
		List<Long> waits = more.stream()
			.map((port) -> Math.max(0, now.firstServed(port) - environment.provider(port).answeredAt()))
			.toList();
		more.forEach(environment::removeProvider);
		return "first answer of a new one " + range(waits) + " after it was ready";
	}

	private void killRow(ChaosEnvironment environment) throws IOException {
		String event = "kill -9 of one of " + this.options.providers() + ", " + this.options.kills() + " times";
		List<Long> kills = new ArrayList<>();
		row("kill-9", event, environment, (interval) -> interval.failed(CallKind.READ) == 0
				&& interval.failures().stream().allMatch((failure) -> inFlightAt(kills, failure)), () -> {
					List<Integer> ports = environment.ports();
					for (int i = 0; i < this.options.kills(); i++) {
						int port = ports.get(i % ports.size());
						kills.add(System.currentTimeMillis());
						environment.provider(port).kill();
						environment.letRun(1000);
						if (i < this.options.kills() - 1) {
							environment.restartProvider(port);
						}
					}
					return lastKill(environment, kills);
				});
	}

	// Waits for the removal of the last one; otherwise a new incarnation replaces the old
	// one.
	private String lastKill(ChaosEnvironment environment, List<Long> kills) throws IOException {
		int port = environment.ports().get((kills.size() - 1) % environment.ports().size());
		Registered.awaitGone(environment.connectString(), port);
		long listed = System.currentTimeMillis() - kills.get(kills.size() - 1);
		environment.restartProvider(port);
		return "not picked any more after " + notPickedAfter(environment.peek(), kills) + ", not listed any more after "
				+ listed + " ms";
	}

	private static boolean inFlightAt(List<Long> kills, MeasuredInterval.Failure failure) {
		return kills.stream()
			.anyMatch((kill) -> failure.begun() <= kill + DEATH_SEEN_MILLIS && failure.ended() >= kill);
	}

	private static String notPickedAfter(MeasuredInterval interval, List<Long> kills) {
		long last = 0;
		for (MeasuredInterval.Failure failure : interval.failures()) {
			for (long kill : kills) {
				long after = failure.begun() - kill;
				last = (after > last && after < 1000) ? after : last;
			}
		}
		return last + " ms";
	}

	private void freezeRow(ChaosEnvironment environment) throws IOException {
		long[] frozen = new long[1];
		int seconds = this.options.freezeSeconds();
		row("sigstop", "SIGSTOP of one for " + seconds + " s", environment,
				(interval) -> interval.failures()
					.stream()
					.noneMatch((failure) -> failure.kind() == CallKind.READ
							&& failure.begun() > frozen[0] + FIRST_DEADLINE_MILLIS),
				() -> {
					int port = environment.ports().get(1);
					frozen[0] = System.currentTimeMillis();
					signal(environment.provider(port), "STOP");
					environment.letRun(1000L * seconds);
					signal(environment.provider(port), "CONT");
					long last = environment.peek()
						.failures()
						.stream()
						.mapToLong(MeasuredInterval.Failure::begun)
						.max()
						.orElse(frozen[0]);
					environment.awaitServed(environment.ports());
					return "last call that failed began " + (last - frozen[0]) + " ms after the freeze";
				});
	}

	private static void signal(Child child, String signal) throws IOException {
		try {
			child.signal(signal);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
	}

	private void registryRows(ChaosEnvironment environment) throws IOException {
		RegistryNode registry = environment.registry().get(0);
		row("registry-restart", "ZooKeeper SIGTERM and restart", environment, NOTHING_FAILS, () -> {
			registry.process().terminate();
			return back(environment, registry);
		});
		row("registry-kill", "ZooKeeper kill -9 and restart", environment, NOTHING_FAILS, () -> {
			registry.process().kill();
			return back(environment, registry);
		});
		row("registry-away", "ZooKeeper " + this.options.awaySeconds() + " s away", environment, NOTHING_FAILS, () -> {
			registry.process().kill();
			environment.letRun(1000L * this.options.awaySeconds());
			return back(environment, registry);
		});
		row("registry-wiped", "ZooKeeper's data wiped and restarted", environment, NOTHING_FAILS, () -> {
			registry.process().kill();
			registry.wipe();
			return back(environment, registry);
		});
	}

	private static String back(ChaosEnvironment environment, RegistryNode registry) throws IOException {
		long begun = System.nanoTime();
		registry.start();
		Registered.await(environment.connectString(), environment.ports());
		long millis = (System.nanoTime() - begun) / 1_000_000;
		environment.letRun(SESSION_AND_MORE_MILLIS);
		Registered.await(environment.connectString(), environment.ports());
		environment.awaitServed(environment.ports());
		return "all registered again " + millis + " ms after ZooKeeper's restart began";
	}

	private String cutOff(ChaosEnvironment environment) {
		environment.wire().swallow();
		environment.letRun(SESSION_AND_MORE_MILLIS);
		environment.wire().mend();
		Registered.await(environment.connectString(), environment.ports());
		environment.letRun(SESSION_AND_MORE_MILLIS);
		Registered.await(environment.connectString(), environment.ports());
		environment.awaitServed(environment.ports());
		return "";
	}

	private void coldRow(ChaosEnvironment environment) throws IOException {
		row("cold-consumer", "consumer started with ZooKeeper down, providers up", environment, NOTHING_FAILS, () -> {
			environment.mark();
			environment.registry().get(0).process().kill();
			environment.replaceConsumer();
			environment.awaitServed(environment.ports());
			environment.letRun(5000);
			return "";
		});
		if (this.options.wants("cold-consumer")) {
			environment.registry().get(0).start();
			Registered.await(environment.connectString(), environment.ports());
		}
	}

	// With a view from disk, rules are restored as well.
	private void governedColdRow(ChaosEnvironment environment) throws IOException {
		String name = "cold-consumer-governed";
		int out = environment.ports().get(0);
		List<Integer> others = environment.ports().subList(1, environment.ports().size());
		row(name, "consumer started with ZooKeeper down while operators have one provider out of service", environment,
				(interval) -> NOTHING_FAILS.test(interval) && !interval.served().containsKey(out), () -> {
					Registered.takeOut(environment.connectString(), out);
					// Received by the consumer and written to its disk.
					environment.letRun(3000);
					environment.registry().get(0).process().kill();
					environment.replaceConsumer();
					environment.awaitServed(others);
					environment.letRun(3000);
					environment.registry().get(0).start();
					Registered.await(environment.connectString(), environment.ports());
					environment.letRun(2000);
					return "no call went to the one that is out";
				});
		if (this.options.wants(name)) {
			Registered.putBack(environment.connectString());
			environment.awaitServed(environment.ports());
		}
	}

	private static String exits(ChaosEnvironment environment) throws IOException {
		List<Integer> ports = ChaosEnvironment.freePorts(2);
		environment.startProvider(ports.get(0));
		environment.awaitReady(ports.subList(0, 1));
		environment.awaitServed(ports.subList(0, 1));
		long busy = environment.removeProvider(ports.get(0));
		try (Child idle = environment.startIdleProvider(ports.get(1))) {
			return "SIGTERM to exit " + busy + " ms with calls, " + idle.terminate() + " ms idle";
		}
	}

	private void warmUpRow(ChaosEnvironment environment) throws IOException {
		if (this.options.wants("warm-up")) {
			environment.awaitWarm();
			int port = ChaosEnvironment.freePorts(1).get(0);
			WarmingShare share = new WarmingShare(environment, port, this.options.warmUpSeconds());
			row("warm-up", "one provider more, which warms up over " + this.options.warmUpSeconds() + " s", environment,
					(interval) -> NOTHING_FAILS.test(interval) && share.isAsExpected(), () -> {
						environment.startProvider(port);
						environment.awaitReady(List.of(port));
						share.watch();
						environment.removeProvider(port);
						return share.describe();
					});
		}
	}

	private void reuseRows() throws IOException {
		if (!this.options.wants("address-reuse") && !this.options.wants("address-reuse-alone")) {
			return;
		}
		try (ChaosEnvironment environment = new ChaosEnvironment(this.logs.resolve("reuse"),
				this.options.withProviders(1), 1)) {
			AddressReuse reuse = new AddressReuse(environment);
			row("address-reuse",
					"kill -9 of two, strangers at their addresses after 0.2, 0.5 and 5 s; a healthy one beside",
					environment, (interval) -> reuse.isHarmless() && interval.failed(CallKind.READ) == 0, () -> {
						for (long delay : new long[] { 200, 500, 5000 }) {
							reuse.happen(delay);
						}
						reuse.happenWithoutRegistry(500);
						Registered.await(environment.connectString(), environment.ports());
						return reuse.describe();
					});
			AddressReuse alone = new AddressReuse(environment);
			row("address-reuse-alone", "the same after 0.2 s with no other provider", environment,
					(interval) -> alone.isHarmless(), () -> {
						environment.ports().forEach(environment::removeProvider);
						alone.happen(200);
						return alone.describe();
					});
		}
	}

	private String killLeader(ChaosEnvironment environment) throws IOException {
		RegistryNode leader = environment.registry()
			.stream()
			.filter((node) -> node.mode().equals("leader"))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No leader"));
		leader.process().kill();
		environment.letRun(SESSION_AND_MORE_MILLIS);
		Registered.await(environment.connectString(), environment.ports());
		leader.start();
		environment.letRun(2000);
		Registered.await(environment.connectString(), environment.ports());
		return "";
	}

	private static String wrongPassword(ChaosEnvironment environment) throws IOException {
		for (RegistryNode node : environment.registry()) {
			node.restart("what-was-never-announced");
		}
		Registered.awaitNone(environment.connectString());
		for (RegistryNode node : environment.registry()) {
			node.restart(ChaosEnvironment.PASSWORD);
		}
		long begun = System.nanoTime();
		Registered.await(environment.connectString(), environment.ports());
		long millis = (System.nanoTime() - begun) / 1_000_000;
		environment.awaitServed(environment.ports());
		return "all registered again " + millis + " ms after the last server knew the password";
	}

	private static String spread(MeasuredInterval interval) {
		long total = interval.served().values().stream().mapToLong(MeasuredInterval.Served::calls).sum();
		double fair = (double) total / interval.served().size();
		double worst = interval.served()
			.values()
			.stream()
			.mapToDouble((served) -> Math.abs(served.calls() - fair) / fair)
			.max()
			.orElse(0);
		return String.format("largest deviation from the fair share %.1f %%", 100 * worst);
	}

	private static String range(List<Long> millis) {
		return millis.stream().mapToLong(Long::longValue).min().orElse(0) + " to "
				+ millis.stream().mapToLong(Long::longValue).max().orElse(0) + " ms";
	}

	/**
	 * Action of a row.
	 */
	@FunctionalInterface
	private interface Event {

		String run() throws IOException;

	}

}
