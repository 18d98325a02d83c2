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

package io.mprpc.registryserver.reports.reading;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.mprpc.registryserver.reports.reading.SeriesOwnership.Verdict;
import io.mprpc.registryserver.traffic.RegisteredProcess;
import io.mprpc.reports.v1.Series;
import org.jspecify.annotations.Nullable;

/**
 * Series of one stream by their keys: what they are about, and whether that counts. Used
 * by one thread at a time.
 */
final class SeriesTable {

	private final int maxSeries;

	private final SeriesBudget budget;

	private final SeriesOwnership ownership;

	private final Map<Integer, Entry> entries = new HashMap<>();

	private final Set<SeriesName> names = new HashSet<>();

	private long characters;

	private int unknown;

	// Once a key was left out, one that is not in the table may be that.
	private @Nullable DropReason incomplete;

	SeriesTable(int maxSeries, SeriesBudget budget, SeriesOwnership ownership) {
		this.maxSeries = maxSeries;
		this.budget = budget;
		this.ownership = ownership;
		budget.opened();
	}

	/**
	 * Finds or adds a series, and decides whether it counts at present.
	 * @param series the series as received
	 * @param process the process as its nodes show it
	 * @param drops counts it if it does not count
	 * @return the series, {@code null} if it does not count
	 * @throws InvalidReportException if key or names are not valid
	 */
	@Nullable Entry find(Series series, RegisteredProcess process, DropCounts drops) throws InvalidReportException {
		InvalidReportException.require(series.getKey() != 0, "series.key", "is 0");
		Entry entry = this.entries.get(series.getKey());
		DropReason reason = null;
		if (entry == null) {
			reason = (series.getKindValue() == 0) ? this.incomplete : null;
			entry = (reason == null) ? add(series) : null;
		}
		if (entry != null) {
			reason = check(entry, process);
		}
		else if (reason == null) {
			reason = this.incomplete;
		}
		if (reason != null) {
			drops.add(reason, 1);
			return null;
		}
		return entry;
	}

	private @Nullable DropReason check(Entry entry, RegisteredProcess process) {
		SeriesName name = entry.name;
		if (name == null) {
			return DropReason.NOT_UNDERSTOOD;
		}
		if (entry.decidedFor == process && entry.verdict != Verdict.NOT_OWNED) {
			return null;
		}
		Verdict verdict = this.ownership.decide(name, process);
		if (entry.verdict == Verdict.UNKNOWN) {
			this.unknown--;
		}
		boolean room = verdict != Verdict.UNKNOWN || this.unknown < SeriesOwnership.MAX_UNKNOWN;
		entry.verdict = room ? verdict : Verdict.NOT_OWNED;
		entry.decidedFor = process;
		if (entry.verdict == Verdict.UNKNOWN) {
			this.unknown++;
		}
		if (!room) {
			return DropReason.UNKNOWN;
		}
		return (verdict == Verdict.NOT_OWNED) ? DropReason.NOT_OWNED : null;
	}

	/** Keys that are not in the table are no error from now on. */
	void missed(DropReason reason) {
		this.incomplete = reason;
	}

	/** The stream has ended. Called once. */
	void clear() {
		this.budget.closed(this.entries.size(), this.characters);
		this.entries.clear();
		this.names.clear();
		this.characters = 0;
	}

	private @Nullable Entry add(Series series) throws InvalidReportException {
		SeriesName name = SeriesName.of(series);
		int length = (name != null) ? name.length() : 0;
		if (this.entries.size() >= this.maxSeries) {
			this.incomplete = DropReason.TOO_MANY_SERIES;
			return null;
		}
		if (!this.budget.acquire(length, this.entries.size(), this.characters)) {
			this.incomplete = DropReason.SERVER_FULL;
			return null;
		}
		this.characters += length;
		Entry entry = new Entry((name != null && this.names.add(name)) ? name : null);
		this.entries.put(series.getKey(), entry);
		return entry;
	}

	/**
	 * One series of the stream.
	 */
	static final class Entry {

		// Without a name it is of an unknown kind, or repeats another.
		private final @Nullable SeriesName name;

		private long lastReport;

		private @Nullable RegisteredProcess decidedFor;

		private Verdict verdict = Verdict.NOT_OWNED;

		private Entry(@Nullable SeriesName name) {
			this.name = name;
		}

		SeriesName name() {
			return Objects.requireNonNull(this.name);
		}

		void in(long report) throws InvalidReportException {
			InvalidReportException.require(this.lastReport != report, "series.key", "is repeated in one report");
			this.lastReport = report;
		}

	}

}
