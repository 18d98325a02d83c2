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
 * What is done to the processes, and what was promised.
 */
final class Scenarios {

	private static final CallKind[] OTHERS = { CallKind.WRITE, CallKind.STREAM };

	/**
	 * A call that began so much later than its instance's death was not in flight on it.
	 */
	private static final long DEATH_SEEN_MILLIS = 1000;

	/** Default deadline of a call, and some time for the machine. */
	private static final long FIRST_DEADLINE_MILLIS = 8000;

	private static final int SESSION_AND_MORE_MILLIS = 9000;

	private static final Predicate<MeasuredInterval> NOTHING_FAILS = (stretch) -> stretch.failures().isEmpty();

	private final Options options;

	private final Path logs;

	private final List<Result> results = new ArrayList<>();

	Scenarios(Options options, Path logs) {
		this.options = options;
		this.logs = logs;
	}

	List<Result> run() throws IOException {
		try (ChaosEnvironment lab = new ChaosEnvironment(this.logs.resolve("one"), this.options, 1)) {
			row("steady", "nothing happens for 10 s", lab, NOTHING_FAILS, () -> {
				lab.letRun(10_000);
				return spread(lab.peek());
			});
			row("rolling", "rolling restart (SIGTERM) of all providers, twice", lab, NOTHING_FAILS, () -> rolling(lab));
			row("scale", "scale from " + this.options.providers() + " to 10 and back", lab, NOTHING_FAILS,
					() -> scale(lab));
			killRow(lab);
			freezeRow(lab);
			registryRows(lab);
			row("cut-off", "a provider cut off from ZooKeeper for longer than its session", lab, NOTHING_FAILS,
					() -> cutOff(lab));
			coldRow(lab);
			governedColdRow(lab);
			row("exit", "SIGTERM of one provider more, and of an idle one", lab, NOTHING_FAILS, () -> exits(lab));
			warmUpRow(lab);
		}
		reuseRows();
		if (this.options.wants("leader") || this.options.wants("password")) {
			try (ChaosEnvironment lab = new ChaosEnvironment(this.logs.resolve("three"), this.options, 3)) {
				row("leader", "ensemble of three: kill -9 the leader", lab, NOTHING_FAILS, () -> killLeader(lab));
				row("password", "ensemble of three: a wrong password by rolling restart, and the right one again", lab,
						NOTHING_FAILS, () -> wrongPassword(lab));
			}
		}
		return this.results;
	}

	private void row(String name, String event, ChaosEnvironment lab, Predicate<MeasuredInterval> promise, Event body)
			throws IOException {
		if (!this.options.wants(name)) {
			return;
		}
		System.out.println("... " + event);
		lab.mark();
		try {
			String note = body.run();
			add(name, event, lab.mark(), promise, note);
		}
		catch (IOException | IllegalStateException ex) {
			// The rows that follow may still be carried out.
			ex.printStackTrace();
			add(name, event, lab.mark(), (stretch) -> false, "not carried out: " + ex.getMessage());
		}
	}

	private void add(String name, String event, MeasuredInterval stretch, Predicate<MeasuredInterval> promise,
			String note) {
		boolean kept = promise.test(stretch) && stretch.unanswered() == 0 && stretch.calls() > 0;
		String slowest = "slowest answer " + stretch.slowestMillis() + " ms";
		this.results.add(new Result(name, event, stretch, kept, note.isEmpty() ? slowest : note + "; " + slowest));
		System.out.println("    " + (kept ? "kept" : "BROKEN") + ": " + stretch.calls() + " calls, "
				+ stretch.failures().size() + " failed. " + note);
	}

	private String rolling(ChaosEnvironment lab) throws IOException {
		List<Long> exits = new ArrayList<>();
		for (int round = 0; round < 2; round++) {
			for (int port : lab.ports()) {
				exits.add(lab.provider(port).terminate());
				lab.restartProvider(port);
			}
		}
		return "SIGTERM to exit " + range(exits);
	}

	private String scale(ChaosEnvironment lab) throws IOException {
		List<Integer> more = ChaosEnvironment.freePorts(10 - this.options.providers());
		for (int port : more) {
			lab.startProvider(port);
		}
		lab.awaitReady(more);
		lab.awaitServed(more);
		MeasuredInterval now = lab.peek();
		List<Long> waits = more.stream()
			.map((port) -> Math.max(0, now.firstServed(port) - lab.provider(port).answeredAt()))
			.toList();
		more.forEach(lab::removeProvider);
		return "first answer of a new one " + range(waits) + " after it was ready";
	}

	private void killRow(ChaosEnvironment lab) throws IOException {
		String event = "kill -9 of one of " + this.options.providers() + ", " + this.options.kills() + " times";
		List<Long> kills = new ArrayList<>();
		row("kill-9", event, lab, (stretch) -> stretch.failed(CallKind.READ) == 0
				&& stretch.failures().stream().allMatch((failure) -> inFlightAt(kills, failure)), () -> {
					List<Integer> ports = lab.ports();
					for (int i = 0; i < this.options.kills(); i++) {
						int port = ports.get(i % ports.size());
						kills.add(System.currentTimeMillis());
						lab.provider(port).kill();
						lab.letRun(1000);
						if (i < this.options.kills() - 1) {
							lab.restartProvider(port);
						}
					}
					return lastKill(lab, kills);
				});
	}

	// That of the last one is waited for, where otherwise a new life takes the old one's
	// place.
	private String lastKill(ChaosEnvironment lab, List<Long> kills) throws IOException {
		int port = lab.ports().get((kills.size() - 1) % lab.ports().size());
		Registered.awaitGone(lab.connectString(), port);
		long listed = System.currentTimeMillis() - kills.get(kills.size() - 1);
		lab.restartProvider(port);
		return "not picked any more after " + notPickedAfter(lab.peek(), kills) + ", not listed any more after "
				+ listed + " ms";
	}

	private static boolean inFlightAt(List<Long> kills, MeasuredInterval.Failure failure) {
		return kills.stream()
			.anyMatch((kill) -> failure.begun() <= kill + DEATH_SEEN_MILLIS && failure.ended() >= kill);
	}

	private static String notPickedAfter(MeasuredInterval stretch, List<Long> kills) {
		long last = 0;
		for (MeasuredInterval.Failure failure : stretch.failures()) {
			for (long kill : kills) {
				long after = failure.begun() - kill;
				last = (after > last && after < 1000) ? after : last;
			}
		}
		return last + " ms";
	}

	private void freezeRow(ChaosEnvironment lab) throws IOException {
		long[] frozen = new long[1];
		int seconds = this.options.freezeSeconds();
		row("sigstop", "SIGSTOP of one for " + seconds + " s", lab,
				(stretch) -> stretch.failures()
					.stream()
					.noneMatch((failure) -> failure.kind() == CallKind.READ
							&& failure.begun() > frozen[0] + FIRST_DEADLINE_MILLIS),
				() -> {
					int port = lab.ports().get(1);
					frozen[0] = System.currentTimeMillis();
					signal(lab.provider(port), "STOP");
					lab.letRun(1000L * seconds);
					signal(lab.provider(port), "CONT");
					long last = lab.peek()
						.failures()
						.stream()
						.mapToLong(MeasuredInterval.Failure::begun)
						.max()
						.orElse(frozen[0]);
					lab.awaitServed(lab.ports());
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

	private void registryRows(ChaosEnvironment lab) throws IOException {
		RegistryNode registry = lab.registry().get(0);
		row("registry-restart", "ZooKeeper SIGTERM and restart", lab, NOTHING_FAILS, () -> {
			registry.process().terminate();
			return back(lab, registry);
		});
		row("registry-kill", "ZooKeeper kill -9 and restart", lab, NOTHING_FAILS, () -> {
			registry.process().kill();
			return back(lab, registry);
		});
		row("registry-away", "ZooKeeper " + this.options.awaySeconds() + " s away", lab, NOTHING_FAILS, () -> {
			registry.process().kill();
			lab.letRun(1000L * this.options.awaySeconds());
			return back(lab, registry);
		});
		row("registry-wiped", "ZooKeeper's data wiped and restarted", lab, NOTHING_FAILS, () -> {
			registry.process().kill();
			registry.wipe();
			return back(lab, registry);
		});
	}

	private static String back(ChaosEnvironment lab, RegistryNode registry) throws IOException {
		long begun = System.nanoTime();
		registry.start();
		Registered.await(lab.connectString(), lab.ports());
		long millis = (System.nanoTime() - begun) / 1_000_000;
		lab.letRun(SESSION_AND_MORE_MILLIS);
		Registered.await(lab.connectString(), lab.ports());
		lab.awaitServed(lab.ports());
		return "all registered again " + millis + " ms after ZooKeeper's restart began";
	}

	private String cutOff(ChaosEnvironment lab) {
		lab.wire().swallow();
		lab.letRun(SESSION_AND_MORE_MILLIS);
		lab.wire().mend();
		Registered.await(lab.connectString(), lab.ports());
		lab.letRun(SESSION_AND_MORE_MILLIS);
		Registered.await(lab.connectString(), lab.ports());
		lab.awaitServed(lab.ports());
		return "";
	}

	private void coldRow(ChaosEnvironment lab) throws IOException {
		row("cold-consumer", "consumer started with ZooKeeper down, providers up", lab, NOTHING_FAILS, () -> {
			lab.mark();
			lab.registry().get(0).process().kill();
			lab.replaceConsumer();
			lab.awaitServed(lab.ports());
			lab.letRun(5000);
			return "";
		});
		if (this.options.wants("cold-consumer")) {
			lab.registry().get(0).start();
			Registered.await(lab.connectString(), lab.ports());
		}
	}

	// Rules come back as they were with a view from disk, not as none.
	private void governedColdRow(ChaosEnvironment lab) throws IOException {
		String name = "cold-consumer-governed";
		int out = lab.ports().get(0);
		List<Integer> others = lab.ports().subList(1, lab.ports().size());
		row(name, "consumer started with ZooKeeper down while operators have one provider out of service", lab,
				(stretch) -> NOTHING_FAILS.test(stretch) && !stretch.served().containsKey(out), () -> {
					Registered.takeOut(lab.connectString(), out);
					// Seen by the consumer, and written to its disk.
					lab.letRun(3000);
					lab.registry().get(0).process().kill();
					lab.replaceConsumer();
					lab.awaitServed(others);
					lab.letRun(3000);
					lab.registry().get(0).start();
					Registered.await(lab.connectString(), lab.ports());
					lab.letRun(2000);
					return "no call went to the one that is out";
				});
		if (this.options.wants(name)) {
			Registered.putBack(lab.connectString());
			lab.awaitServed(lab.ports());
		}
	}

	private static String exits(ChaosEnvironment lab) throws IOException {
		List<Integer> ports = ChaosEnvironment.freePorts(2);
		lab.startProvider(ports.get(0));
		lab.awaitReady(ports.subList(0, 1));
		lab.awaitServed(ports.subList(0, 1));
		long busy = lab.removeProvider(ports.get(0));
		try (Child idle = lab.startIdleProvider(ports.get(1))) {
			return "SIGTERM to exit " + busy + " ms with calls, " + idle.terminate() + " ms idle";
		}
	}

	private void warmUpRow(ChaosEnvironment lab) throws IOException {
		if (this.options.wants("warm-up")) {
			lab.awaitWarm();
			int port = ChaosEnvironment.freePorts(1).get(0);
			WarmingShare share = new WarmingShare(lab, port, this.options.warmUpSeconds());
			row("warm-up", "one provider more, which warms up over " + this.options.warmUpSeconds() + " s", lab,
					(stretch) -> NOTHING_FAILS.test(stretch) && share.isAsExpected(), () -> {
						lab.startProvider(port);
						lab.awaitReady(List.of(port));
						share.watch();
						lab.removeProvider(port);
						return share.describe();
					});
		}
	}

	private void reuseRows() throws IOException {
		if (!this.options.wants("address-reuse") && !this.options.wants("address-reuse-alone")) {
			return;
		}
		try (ChaosEnvironment lab = new ChaosEnvironment(this.logs.resolve("reuse"), this.options.withProviders(1),
				1)) {
			AddressReuse reuse = new AddressReuse(lab);
			row("address-reuse",
					"kill -9 of two, strangers at their addresses after 0.2, 0.5 and 5 s; a healthy one beside", lab,
					(stretch) -> reuse.isHarmless() && stretch.failed(CallKind.READ) == 0, () -> {
						for (long delay : new long[] { 200, 500, 5000 }) {
							reuse.happen(delay);
						}
						reuse.happenWithoutRegistry(500);
						Registered.await(lab.connectString(), lab.ports());
						return reuse.describe();
					});
			AddressReuse alone = new AddressReuse(lab);
			row("address-reuse-alone", "the same after 0.2 s with nobody else", lab, (stretch) -> alone.isHarmless(),
					() -> {
						lab.ports().forEach(lab::removeProvider);
						alone.happen(200);
						return alone.describe();
					});
		}
	}

	private String killLeader(ChaosEnvironment lab) throws IOException {
		RegistryNode leader = lab.registry()
			.stream()
			.filter((node) -> node.mode().equals("leader"))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("No leader"));
		leader.process().kill();
		lab.letRun(SESSION_AND_MORE_MILLIS);
		Registered.await(lab.connectString(), lab.ports());
		leader.start();
		lab.letRun(2000);
		Registered.await(lab.connectString(), lab.ports());
		return "";
	}

	private static String wrongPassword(ChaosEnvironment lab) throws IOException {
		for (RegistryNode node : lab.registry()) {
			node.restart("what-nobody-was-told");
		}
		Registered.awaitNone(lab.connectString());
		for (RegistryNode node : lab.registry()) {
			node.restart(ChaosEnvironment.PASSWORD);
		}
		long begun = System.nanoTime();
		Registered.await(lab.connectString(), lab.ports());
		long millis = (System.nanoTime() - begun) / 1_000_000;
		lab.awaitServed(lab.ports());
		return "all registered again " + millis + " ms after the last server knew the password";
	}

	private static String spread(MeasuredInterval stretch) {
		long total = stretch.served().values().stream().mapToLong(MeasuredInterval.Served::calls).sum();
		double fair = (double) total / stretch.served().size();
		double worst = stretch.served()
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
	 * What is done during a row.
	 */
	@FunctionalInterface
	private interface Event {

		String run() throws IOException;

	}

}
