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

package io.mprpc.internal.grpc.report.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mprpc.internal.grpc.report.ReportedSeries;
import io.mprpc.reports.v1.Report;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;

/**
 * Writer of the reports of one stream. Remembers which series it has sent under which
 * key, and sends those that have changed since. A series that came when there were as
 * many as the server takes is summed up with others for as long as the stream lasts,
 * because the counters of a sum must not decrease.
 */
final class ReportWriter {

	/** Series of a stream at most. */
	static final int MAX_SERIES = 2000;

	/** Bytes of all series of a report at most; the rest is sent with the next one. */
	static final int MAX_BYTES = 900_000;

	/** Characters of a name at most. */
	static final int MAX_NAME = 255;

	/** Room for the sums. */
	private static final int SUMS = 2;

	private final Map<ReportedSeries, Sent> admitted = new IdentityHashMap<>();

	private final Set<ReportedSeries> summed = Collections.newSetFromMap(new IdentityHashMap<>());

	private final Map<SeriesKind, Sent> sums = new EnumMap<>(SeriesKind.class);

	private int maxSeries = MAX_SERIES;

	private int lastKey;

	private long sequence;

	/**
	 * Changes how many series the server takes.
	 * @param maxSeries what the server says
	 */
	void limit(int maxSeries) {
		this.maxSeries = (maxSeries > SUMS && maxSeries < MAX_SERIES) ? maxSeries : MAX_SERIES;
	}

	/**
	 * Writes the next report.
	 * @param all all series
	 * @return the report, without time and load
	 */
	Report.Builder write(Collection<? extends ReportedSeries> all) {
		admit(all);
		forgetVanished(all);
		Report.Builder report = Report.newBuilder().setSequence(++this.sequence);
		int left = MAX_BYTES;
		for (SeriesKind kind : List.of(SeriesKind.OTHER_PROVIDED, SeriesKind.OTHER_CONSUMED)) {
			left -= addSum(report, kind);
		}
		for (Change change : changes()) {
			if (report.getSeriesCount() >= this.maxSeries) {
				break;
			}
			Series series = series(change);
			int size = series.getSerializedSize();
			if (size > left) {
				break;
			}
			left -= size;
			report.addSeries(series);
			change.sent().key = series.getKey();
			this.lastKey = Math.max(this.lastKey, series.getKey());
			change.sent().events = change.events();
		}
		return report.setOmittedSeries((int) this.summed.stream().filter((series) -> !isSum(kind(series))).count());
	}

	// Methods first: instances only divide the calls of the methods once more.
	private void admit(Collection<? extends ReportedSeries> all) {
		List<ReportedSeries> added = new ArrayList<>();
		for (ReportedSeries series : all) {
			if (!this.admitted.containsKey(series) && !this.summed.contains(series)) {
				added.add(series);
			}
		}
		if (added.isEmpty()) {
			return;
		}
		Map<ReportedSeries, Long> events = new IdentityHashMap<>();
		added.forEach((series) -> events.put(series, series.events()));
		added.sort(Comparator.<ReportedSeries, Boolean>comparing((one) -> kind(one) == SeriesKind.CONSUMED_INSTANCE)
			.thenComparing(events::get, Comparator.reverseOrder()));
		for (ReportedSeries series : added) {
			if (!isSum(kind(series)) && isNameable(series.names()) && this.admitted.size() < this.maxSeries - SUMS) {
				this.admitted.put(series, new Sent());
			}
			else {
				this.summed.add(series);
			}
		}
	}

	// Instances that are not called any more give their place to others.
	private void forgetVanished(Collection<? extends ReportedSeries> all) {
		if (this.admitted.size() + this.summed.size() == all.size()) {
			return;
		}
		Set<ReportedSeries> left = Collections.newSetFromMap(new IdentityHashMap<>(all.size()));
		left.addAll(all);
		this.admitted.keySet().retainAll(left);
		this.summed.retainAll(left);
	}

	private List<Change> changes() {
		List<Change> changes = new ArrayList<>();
		this.admitted.forEach((series, sent) -> {
			// Before the counts, so that what happens between is sent next time.
			long events = series.events();
			if (events != sent.events) {
				changes.add(new Change(series, sent, events));
			}
		});
		changes.sort(Comparator.comparingLong(Change::size).reversed());
		return changes;
	}

	private Series series(Change change) {
		boolean first = change.sent().key == 0;
		Series.Builder series = first ? change.series().names().toBuilder() : Series.newBuilder();
		change.series().writeTo(series);
		return series.setKey(first ? this.lastKey + 1 : change.sent().key).build();
	}

	private int addSum(Report.Builder report, SeriesKind kind) {
		long events = 0;
		List<ReportedSeries> parts = new ArrayList<>();
		for (ReportedSeries series : this.summed) {
			if (sumOf(kind(series)) == kind) {
				parts.add(series);
				events += series.events();
			}
		}
		Sent sent = this.sums.computeIfAbsent(kind, (key) -> new Sent());
		if (events == sent.events) {
			return 0;
		}
		SeriesSum sum = new SeriesSum(kind);
		for (ReportedSeries part : parts) {
			Series.Builder counts = Series.newBuilder();
			part.writeTo(counts);
			sum.add(counts.buildPartial());
		}
		Series.Builder series = sum.sum();
		if (sent.key == 0) {
			sent.key = ++this.lastKey;
		}
		else {
			series.clearKind();
		}
		sent.events = events;
		Series built = series.setKey(sent.key).build();
		report.addSeries(built);
		return built.getSerializedSize();
	}

	// A server ends the stream for a name that is longer.
	private static boolean isNameable(Series names) {
		return isNameable(names.getService()) && isNameable(names.getMethod()) && isNameable(names.getEndpoint());
	}

	private static boolean isNameable(String name) {
		return name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
	}

	private static SeriesKind kind(ReportedSeries series) {
		return series.names().getKind();
	}

	private static boolean isSum(SeriesKind kind) {
		return kind == SeriesKind.OTHER_PROVIDED || kind == SeriesKind.OTHER_CONSUMED;
	}

	private static SeriesKind sumOf(SeriesKind kind) {
		return switch (kind) {
			case PROVIDED_METHOD, OTHER_PROVIDED -> SeriesKind.OTHER_PROVIDED;
			case CONSUMED_METHOD, OTHER_CONSUMED -> SeriesKind.OTHER_CONSUMED;
			// The methods have their calls.
			default -> SeriesKind.SERIES_KIND_UNSPECIFIED;
		};
	}

	private static final class Sent {

		private int key;

		private long events;

	}

	/**
	 * A series that has changed.
	 *
	 * @param series the series
	 * @param sent what was sent of it
	 * @param events its events now
	 */
	private record Change(ReportedSeries series, Sent sent, long events) {

		long size() {
			return this.events - this.sent.events;
		}

	}

}
