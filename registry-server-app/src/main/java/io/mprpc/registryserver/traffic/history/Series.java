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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.mprpc.registryserver.traffic.model.HistoryRange;
import org.jspecify.annotations.Nullable;

/**
 * History of one thing, in slots of 15 seconds for an hour and of 90 seconds for six
 * hours. Thread-safe; work under the lock is bounded.
 */
abstract class Series {

	/** Length of a slot of the last hour. */
	static final int FINE_SECONDS = 15;

	/** Length of a slot of the last six hours. */
	static final int COARSE_SECONDS = 90;

	private static final int MILLIS = 1000;

	private final Tier fine;

	private final Tier coarse;

	private volatile Instant active;

	Series(Instant now) {
		this.active = now;
		this.fine = new Tier(FINE_SECONDS);
		this.coarse = new Tier(COARSE_SECONDS);
	}

	/** When something other than zero was added last. */
	final Instant active() {
		return this.active;
	}

	/** Something other than zero is added. */
	final void activeAt(Instant now) {
		this.active = now;
	}

	final List<Tier> tiers() {
		return List.of(this.fine, this.coarse);
	}

	/** Number of the slot that a time belongs to. */
	static long slot(Instant time, int seconds) {
		return Math.floorDiv(time.getEpochSecond(), (long) seconds);
	}

	/**
	 * Slots of a range that have ended, without those before the first with data.
	 */
	final List<Slot> slots(HistoryRange range, Instant until) {
		Tier tier = (range.slot().toSeconds() == COARSE_SECONDS) ? this.coarse : this.fine;
		long end = slot(until, tier.seconds);
		long slots = range.length().dividedBy(range.slot());
		List<Slot> found = new ArrayList<>();
		synchronized (this) {
			for (long each = end - slots; each < end; each++) {
				if (!found.isEmpty() || tier.ring.has(each)) {
					found.add(new Slot(Instant.ofEpochSecond(each * tier.seconds), values(tier, each)));
				}
			}
		}
		return found;
	}

	/**
	 * Completed slots of a tier, from the first to the last with data in a time.
	 * @return the slots, {@code null} if none has any
	 */
	final synchronized @Nullable HistoryRun export(HistoryKey key, Tier tier, Instant from, Instant to, Instant now) {
		long current = slot(now, tier.seconds);
		long first = Math.max(current - SlotRing.KEPT, slot(from, tier.seconds));
		long last = Math.min(current - 1, slot(to, tier.seconds));
		while (first <= last && !tier.ring.has(first)) {
			first++;
		}
		while (last >= first && !tier.ring.has(last)) {
			last--;
		}
		if (first > last) {
			return null;
		}
		int figures = key.kind().figures();
		float[] values = new float[(int) (last - first + 1) * figures];
		for (long slot = first; slot <= last; slot++) {
			float[] each = figures(values(tier, slot), tier.seconds);
			System.arraycopy(each, 0, values, (int) (slot - first) * figures, figures);
		}
		return new HistoryRun(key, tier.seconds * MILLIS, first * tier.seconds * MILLIS, values);
	}

	/**
	 * Adds slots of another member where there are none, or where they are less than the
	 * other's and began before this server knew all processes.
	 * @return number of slots that were taken over
	 */
	final synchronized int merge(HistoryRun run, Instant completeFrom, Instant now) {
		Tier tier = (run.slotMillis() == COARSE_SECONDS * MILLIS) ? this.coarse : this.fine;
		long current = slot(now, tier.seconds);
		long incomplete = slot(completeFrom, tier.seconds);
		int figures = run.key().kind().figures();
		int merged = 0;
		for (int i = 0; i < run.slots(); i++) {
			long slot = run.firstMillis() / run.slotMillis() + i;
			float[] theirs = values(Arrays.copyOfRange(run.figures(), i * figures, (i + 1) * figures), tier.seconds);
			float ours = tier.ring.get(slot, 0);
			boolean missing = Float.isNaN(ours) || (slot <= incomplete && ours < theirs[0]);
			if (slot >= current - SlotRing.KEPT && slot < current && !Float.isNaN(theirs[0]) && missing) {
				for (int metric = 0; metric < SlotRing.METRICS; metric++) {
					tier.ring.set(slot, metric, theirs[metric]);
				}
				tier.recent.forget(slot);
				merged++;
			}
		}
		return merged;
	}

	/** Figures of a slot for another member, made of its values. */
	abstract float[] figures(float[] values, int slotSeconds);

	/** Values of a slot, made of the figures of another member. */
	abstract float[] values(float[] figures, int slotSeconds);

	/** Values of a slot as they are shown. */
	abstract float[] values(Tier tier, long slot);

	/**
	 * Calls a function for each slot that an interval overlaps, at most for all that are
	 * kept.
	 */
	static void spread(int slotSeconds, double seconds, Instant end, Share share) {
		double endSeconds = end.toEpochMilli() / (double) Duration.ofSeconds(1).toMillis();
		double start = Math.max(endSeconds - seconds, endSeconds - SlotRing.KEPT * (double) slotSeconds);
		long current = slot(end, slotSeconds);
		for (long each = current; each >= current - SlotRing.KEPT && (each + 1) * slotSeconds > start; each--) {
			double overlap = Math.min(endSeconds, (each + 1.0) * slotSeconds)
					- Math.max(start, each * (double) slotSeconds);
			if (overlap > 0) {
				share.add(each, overlap);
			}
		}
	}

	/** Slots of one length. */
	static final class Tier {

		// A report that comes late counts for the slot before the last one.
		private static final int RECENT = 3;

		final int seconds;

		final SlotRing ring = new SlotRing();

		final RecentDurations recent = new RecentDurations(RECENT);

		Tier(int seconds) {
			this.seconds = seconds;
		}

	}

	/**
	 * A slot.
	 *
	 * @param at start of the slot
	 * @param values values of the slot
	 */
	record Slot(Instant at, float[] values) {

	}

	/** Receiver of the slots that an interval overlaps. */
	interface Share {

		/**
		 * A slot overlaps the interval.
		 * @param slot number of the slot
		 * @param seconds how long
		 */
		void add(long slot, double seconds);

	}

}
