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

package io.mprpc.registryserver.traffic.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.registryserver.traffic.history.CallDelta;
import io.mprpc.registryserver.traffic.live.SeriesFigures.Unsent;
import org.jspecify.annotations.Nullable;

/**
 * One process that reports, over however many streams one after the other. Counts are
 * compared with those of the last report under the lock of the process; readers see
 * {@link #figures()}, which never waits.
 */
final class ReportedProcess {

	// No process makes as many calls: the counts are not those of calls.
	private static final long MOST_PER_SECOND = 1_000_000;

	// The report before may have come late by as much.
	private static final long MOST_AHEAD = TimeUnit.MINUTES.toNanos(2);

	// Reports in quick succession would make rates of a few calls.
	private static final double SHORTEST_SECONDS = 0.5;

	private final SeriesBudget budget;

	private final Drops drops = new Drops();

	private final Map<SeriesId, State> series = new HashMap<>();

	private volatile ProcessFigures figures;

	private long stream;

	private boolean reported;

	private long lastUptime;

	private long number;

	private boolean forgotten;

	// Counts of a new series may be older than the last report.
	private boolean incomplete;

	ReportedProcess(ProcessIdentity identity, SeriesBudget budget) {
		this.budget = budget;
		this.figures = new ProcessFigures(identity, List.of(), 0, null, null, 0, null);
	}

	ProcessFigures figures() {
		return this.figures;
	}

	Drops drops() {
		return this.drops;
	}

	/**
	 * A stream begins, and ends the one before.
	 * @return number of the stream, 0 if this object is not used any more
	 */
	synchronized long connected(ProcessIdentity identity, Instant now) {
		if (this.forgotten) {
			return 0;
		}
		this.figures = this.figures.connected(identity, now);
		return ++this.stream;
	}

	/** A stream has ended. */
	synchronized boolean disconnected(long ended) {
		if (ended != this.stream) {
			return false;
		}
		this.figures = this.figures.disconnected();
		return true;
	}

	/** Releases all memory, unless a stream is open. */
	synchronized boolean forget() {
		if (this.figures.isConnected()) {
			return false;
		}
		this.forgotten = true;
		this.budget.release(this.series.size());
		this.series.clear();
		return true;
	}

	/**
	 * Takes a report.
	 * @return the interval that it ends, {@code null} if it comes from a replaced stream
	 */
	synchronized @Nullable ReportedInterval report(long from, ProcessReport report, Instant now, long nowNanos) {
		if (from != this.stream || this.forgotten) {
			return null;
		}
		long elapsed = report.uptimeMillis() - this.lastUptime;
		// A report may come late, but not before its time has passed here too.
		long ahead = TimeUnit.MILLISECONDS.toNanos(elapsed) - (nowNanos - this.figures.lastReportNanos());
		boolean comparable = this.reported && elapsed >= 0 && ahead <= MOST_AHEAD;
		double seconds = Math.max(SHORTEST_SECONDS, elapsed / (double) TimeUnit.SECONDS.toMillis(1));
		this.number++;
		this.lastUptime = report.uptimeMillis();
		this.reported = true;
		trim();
		for (SeriesCounts counts : report.series()) {
			count(counts, comparable, seconds);
		}
		boolean outageChanged = false;
		List<SeriesFigures> all = new ArrayList<>(this.series.size());
		for (State each : this.series.values()) {
			CallDelta calls = (each.number == this.number) ? each.calls : CallDelta.NONE;
			Unsent unsent = unsent(each, calls, seconds, now, nowNanos);
			outageChanged |= isOutage(unsent) != isOutage(each.unsent);
			each.unsent = unsent;
			// Most series rest most of the time.
			if (each.figures == null || calls != each.figures.calls() || unsent != each.figures.unsent()
					|| each.last.inFlight() != each.figures.inFlight()) {
				each.figures = new SeriesFigures(each.id, calls, each.last.inFlight(), unsent);
			}
			all.add(each.figures);
		}
		ProcessFigures before = this.figures;
		this.figures = new ProcessFigures(before.identity(), List.copyOf(all), comparable ? seconds : before.seconds(),
				(report.load() != null) ? report.load() : before.load(), now, nowNanos, before.since());
		return new ReportedInterval(this.figures, comparable, outageChanged);
	}

	private void count(SeriesCounts counts, boolean comparable, double seconds) {
		if (!CountedCalls.isValid(counts)) {
			this.drops.add(1, "counts of a series that contradict each other");
			return;
		}
		SeriesId id = SeriesId.of(counts);
		State state = this.series.get(id);
		boolean known = state != null;
		if (state == null) {
			state = begin(id, counts);
			if (state == null) {
				return;
			}
		}
		else if (state.number == this.number) {
			this.drops.add(1, "a series that is in a report twice");
			return;
		}
		boolean countable = known ? !(id.isOther() && counts.calls() < state.last.calls())
				: !(id.isOther() || this.incomplete);
		CallDelta calls = (comparable && countable) ? CountedCalls.between(known ? state.last : null, counts)
				: CallDelta.NONE;
		if (calls.most() > MOST_PER_SECOND * seconds) {
			this.drops.add(1, "more than " + MOST_PER_SECOND + " calls of a series per second");
			calls = CallDelta.NONE;
		}
		this.incomplete |= id.isOther();
		state.last = counts;
		state.calls = calls;
		state.number = this.number;
	}

	private @Nullable State begin(SeriesId id, SeriesCounts counts) {
		int most = this.budget.ofProcess();
		if (this.series.size() >= most) {
			this.drops.add(1, "more than " + most + " series");
			this.incomplete = true;
			return null;
		}
		if (!this.budget.take()) {
			this.drops.add(1, "more series of all processes together than this server keeps");
			this.incomplete = true;
			return null;
		}
		State state = new State(id, counts);
		this.series.put(id, state);
		return state;
	}

	private void trim() {
		int excess = this.series.size() - this.budget.ofProcess();
		if (excess > 0) {
			List<State> leastBusy = this.series.values()
				.stream()
				.sorted(Comparator.comparingLong((State each) -> each.calls.calls())
					.thenComparingLong((each) -> each.last.calls()))
				.limit(excess)
				.toList();
			leastBusy.forEach((each) -> this.series.remove(each.id));
			this.budget.release(excess);
			this.incomplete = true;
			this.drops.add(excess, "more series of all processes together than this server keeps");
		}
	}

	private static @Nullable Unsent unsent(State state, CallDelta calls, double seconds, Instant now, long nowNanos) {
		Unsent before = state.unsent;
		if (calls.unsent().length > 0) {
			boolean again = before != null
					&& (before.continuing() || nowNanos - before.atNanos() <= UnsentList.SHOWN.toNanos());
			return new Unsent(nowNanos, (before != null && again) ? before.since() : now, now, calls.unsentOnly(),
					seconds, state.last.lastUnsent(), true);
		}
		// Calls that were sent since show that it is over.
		return (before == null || calls.calls() > 0) ? null : before.ended();
	}

	private static boolean isOutage(@Nullable Unsent unsent) {
		return unsent != null && unsent.continuing() && unsent.isOutage();
	}

	private static final class State {

		private final SeriesId id;

		private SeriesCounts last;

		private CallDelta calls = CallDelta.NONE;

		private long number;

		private @Nullable Unsent unsent;

		private @Nullable SeriesFigures figures;

		State(SeriesId id, SeriesCounts last) {
			this.id = id;
			this.last = last;
		}

	}

}
