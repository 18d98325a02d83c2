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

package io.mprpc.registryserver.traffic.history;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;

import io.mprpc.registryserver.traffic.model.HistoryRange;
import io.mprpc.registryserver.traffic.model.HistorySlot;
import io.mprpc.registryserver.traffic.model.LoadHistory;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.registryserver.traffic.model.TrafficHistory;
import org.jspecify.annotations.Nullable;

/**
 * History of calls and load, in bounded memory: at most 13 KB for each series that has
 * had data for six hours, less for others. At the limit, series without calls for five
 * minutes make room, the longest idle first; while there are none, there is no history of
 * anything new. Methods take at most half of the room: a few processes with thousands of
 * methods leave a history to services, instances and processes. Thread-safe; no reader
 * waits for more than one series.
 */
public final class History implements HistoryExchange {

	/** Largest number of series: 130 MB at most. */
	public static final int MAX_SERIES = 10_000;

	private static final Duration IDLE = Duration.ofMinutes(5);

	private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

	// One removal makes room for many.
	private static final int SHARE_REMOVED = 100;

	// Time in which all processes have reported twice to a server that has started.
	private static final Duration START_UP = Duration.ofSeconds(45);

	private final int limit;

	private final InstantSource time;

	private final Instant completeFrom;

	private final Map<HistoryKey, Series> series = new ConcurrentHashMap<>();

	private final AtomicInteger methods = new AtomicInteger();

	private final LongAdder evicted = new LongAdder();

	private final LongAdder refused = new LongAdder();

	private Instant swept = Instant.MIN;

	/**
	 * Creates an empty history.
	 * @param limit largest number of series
	 * @param time clock of the slots
	 */
	public History(int limit, InstantSource time) {
		this.limit = limit;
		this.time = time;
		this.completeFrom = time.instant().plus(START_UP);
	}

	/**
	 * Adds calls that ended in an interval up to now.
	 * @param key key of the series
	 * @param delta the calls; none do not begin a series
	 * @param seconds length of the interval in seconds, more than 0
	 */
	public void add(HistoryKey key, CallDelta delta, double seconds) {
		Instant now = this.time.instant();
		Series found = find(key, delta.calls() > 0, now, CallSeries::new);
		if (found instanceof CallSeries calls) {
			calls.add(delta, seconds, now);
		}
	}

	/**
	 * Adds the load of a process in an interval up to now.
	 * @param key key of the series
	 * @param load the load
	 * @param seconds length of the interval in seconds, more than 0
	 */
	public void add(HistoryKey key, ProcessLoad load, double seconds) {
		Instant now = this.time.instant();
		Series found = find(key, true, now, LoadSeries::new);
		if (found instanceof LoadSeries loads) {
			loads.add(load, seconds, now);
		}
	}

	/**
	 * History of calls.
	 * @param key key of the series
	 * @param range the range
	 * @param delay time after the end of a slot at which it counts as completed
	 * @return the completed slots, empty if there is no such series
	 */
	public TrafficHistory calls(HistoryKey key, HistoryRange range, Duration delay) {
		double seconds = range.slot().toSeconds();
		return new TrafficHistory(range, slots(key, range, delay).stream().map((slot) -> {
			float[] values = slot.values();
			return new HistorySlot(slot.at(), number(values[CallSeries.CALLS] / seconds),
					number(values[CallSeries.FAILED] / seconds), number(values[CallSeries.UNSENT] / seconds),
					number(values[CallSeries.P50]), number(values[CallSeries.P99]));
		}).toList());
	}

	/**
	 * History of the load of a process.
	 * @param key key of the series
	 * @param range the range
	 * @param delay time after the end of a slot at which it counts as completed
	 * @return the completed slots, empty if there is no such series
	 */
	public LoadHistory load(HistoryKey key, HistoryRange range, Duration delay) {
		return new LoadHistory(range,
				slots(key, range, delay).stream()
					.map((slot) -> new LoadHistory.LoadSlot(slot.at(), number(slot.values()[LoadSeries.PROCESS_CPU]),
							number(slot.values()[LoadSeries.HEAP]), number(slot.values()[LoadSeries.COLLECTION]),
							number(slot.values()[LoadSeries.THREADS])))
					.toList());
	}

	@Override
	public Iterator<HistoryRun> export(long fromMillis, long toMillis) {
		Instant from = Instant.ofEpochMilli(fromMillis);
		Instant to = Instant.ofEpochMilli(toMillis);
		return this.series.keySet()
			.stream()
			.sorted(Comparator.comparing(HistoryKey::kind))
			.flatMap((key) -> runs(key, from, to))
			.iterator();
	}

	private Stream<HistoryRun> runs(HistoryKey key, Instant from, Instant to) {
		Series found = this.series.get(key);
		return (found != null) ? found.tiers()
			.stream()
			.map((tier) -> found.export(key, tier, from, to, this.time.instant()))
			.filter(Objects::nonNull) : Stream.empty();
	}

	@Override
	public int merge(HistoryRun run) {
		Instant now = this.time.instant();
		boolean load = run.key().kind() == HistoryKey.Kind.LOAD;
		Series found = find(run.key(), true, now, load ? LoadSeries::new : CallSeries::new);
		return (found != null) ? found.merge(run, this.completeFrom, now) : 0;
	}

	/**
	 * Number of series.
	 * @return the number
	 */
	public int size() {
		return this.series.size();
	}

	/**
	 * Number of series that have made room for others.
	 * @return the number since the start
	 */
	public long evicted() {
		return this.evicted.sum();
	}

	/**
	 * Number of times that there was no room for a series.
	 * @return the number since the start
	 */
	public long refused() {
		return this.refused.sum();
	}

	private List<Series.Slot> slots(HistoryKey key, HistoryRange range, Duration delay) {
		Series found = this.series.get(key);
		return (found != null) ? found.slots(range, this.time.instant().minus(delay)) : List.of();
	}

	private @Nullable Series find(HistoryKey key, boolean create, Instant now, Function<Instant, Series> creation) {
		Series found = this.series.get(key);
		if (found != null || !create) {
			return found;
		}
		if (!hasRoom(key.kind(), now)) {
			this.refused.increment();
			return null;
		}
		return this.series.computeIfAbsent(key, (absent) -> {
			if (absent.kind() == HistoryKey.Kind.METHOD) {
				this.methods.incrementAndGet();
			}
			return creation.apply(now);
		});
	}

	private boolean hasRoom(HistoryKey.Kind kind, Instant now) {
		if (isFull(kind)) {
			sweep(kind, now);
		}
		return !isFull(kind);
	}

	private boolean isFull(HistoryKey.Kind kind) {
		return this.series.size() >= this.limit
				|| (kind == HistoryKey.Kind.METHOD && this.methods.get() >= this.limit / 2);
	}

	private synchronized void sweep(HistoryKey.Kind kind, Instant now) {
		boolean sweptJustNow = now.isBefore(this.swept.plus(SWEEP_INTERVAL)) && !now.isBefore(this.swept);
		if (!isFull(kind) || sweptJustNow) {
			return;
		}
		this.swept = now;
		// Nothing else makes room for methods where their half is taken.
		boolean methodsOnly = kind == HistoryKey.Kind.METHOD && this.methods.get() >= this.limit / 2;
		Instant idleSince = now.minus(IDLE);
		// The times change meanwhile.
		List<Idle> idle = new ArrayList<>();
		this.series.forEach((key, each) -> {
			Instant active = each.active();
			// What is active in the future was not written since the clock was set back.
			boolean isIdle = active.isBefore(idleSince) || active.isAfter(now.plus(IDLE));
			boolean mayGo = methodsOnly ? key.kind() == HistoryKey.Kind.METHOD : !key.equals(HistoryKey.NAMESPACE);
			if (isIdle && mayGo) {
				idle.add(new Idle(key, each, active));
			}
		});
		idle.sort(Comparator.comparing(Idle::since));
		for (Idle each : idle.subList(0, Math.min(idle.size(), Math.max(1, this.limit / SHARE_REMOVED)))) {
			if (this.series.remove(each.key(), each.series())) {
				this.evicted.increment();
				if (each.key().kind() == HistoryKey.Kind.METHOD) {
					this.methods.decrementAndGet();
				}
			}
		}
	}

	private static @Nullable Double number(double value) {
		return Double.isNaN(value) ? null : Double.valueOf(value);
	}

	private record Idle(HistoryKey key, Series series, Instant since) {

	}

}
