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

package io.mprpc.registryserver.members;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.traffic.history.HistoryExchange;
import io.mprpc.registryserver.traffic.model.HistoryRange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the history of this member from the others: after its start with all that they
 * have, once more around its start, and later where it had no reports for some time.
 * Works on one thread of the timer at a time.
 */
public final class HistoryFiller {

	private static final Logger logger = LoggerFactory.getLogger(HistoryFiller.class);

	/** Time from one look to the next. */
	static final Duration INTERVAL = Duration.ofSeconds(2);

	/** Time after the start in which each other member is asked for everything. */
	static final Duration START = Duration.ofMinutes(5);

	/** Time between two searches for gaps. */
	static final Duration SEARCH_INTERVAL = Duration.ofSeconds(30);

	/** The newest slots, which reports may fill yet. */
	static final Duration PENDING = Duration.ofSeconds(30);

	/**
	 * Time after the start at which the slots around it are complete at all members: they
	 * were not when everything was asked for, and this member has seen a part of them.
	 */
	static final Duration SETTLED = Duration.ofSeconds(90);

	private static final Duration AROUND_START = Duration.ofSeconds(60);

	private static final int MAX_ATTEMPTS = 10;

	private final Members members;

	private final HistoryExchange history;

	private final Source source;

	private final TimeSource time;

	// By name and key: a member that was restarted is another one.
	private final Map<AnnouncedServer, Attempts> asked = new HashMap<>();

	private final long start;

	private final Instant startTime;

	private Instant completeUntil;

	private boolean settled;

	private long lastSearch;

	/**
	 * Creates a filler.
	 * @param members the members of the ensemble
	 * @param history history of this member
	 * @param client client for the other members
	 * @param time source of time
	 */
	public HistoryFiller(Members members, HistoryExchange history, HistoryClient client, TimeSource time) {
		this(members, history, client::fetch, time);
	}

	HistoryFiller(Members members, HistoryExchange history, Source source, TimeSource time) {
		this.members = members;
		this.history = history;
		this.source = source;
		this.time = time;
		this.start = time.nanoTime();
		this.lastSearch = this.start;
		this.startTime = time.instant();
		this.completeUntil = this.startTime;
	}

	/**
	 * Begins.
	 * @param timer timer that ends with this server; must have two threads at least,
	 * since one may wait for another member
	 */
	public void start(ScheduledExecutorService timer) {
		timer.scheduleWithFixedDelay(this::lookSafely, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void lookSafely() {
		try {
			look();
		}
		catch (RuntimeException ex) {
			logger.error("The history could not be filled from other members; it is tried again", ex);
		}
	}

	void look() {
		List<AnnouncedServer> others = this.members.others();
		if (others.isEmpty() || this.members.own().isEmpty()) {
			return;
		}
		long now = this.time.nanoTime();
		if (now - this.start < START.toNanos()) {
			for (AnnouncedServer member : others) {
				Attempts attempts = this.asked.computeIfAbsent(member, (key) -> new Attempts());
				if (attempts.isDue(now)) {
					Instant until = this.time.instant();
					attempts.made(ask(member, until.minus(HistoryRange.HOURS_6.length()), until), now);
				}
			}
		}
		if (!this.settled && now - this.start >= SETTLED.toNanos()) {
			this.settled = true;
			Instant until = this.startTime.plus(AROUND_START);
			others.forEach((member) -> ask(member, this.startTime.minus(AROUND_START), until));
			this.completeUntil = until;
		}
		if (this.settled && now - this.lastSearch >= SEARCH_INTERVAL.toNanos()) {
			this.lastSearch = now;
			fillGap(others);
		}
	}

	private void fillGap(List<AnnouncedServer> others) {
		Instant now = this.time.instant();
		Instant until = now.minus(PENDING);
		Instant earliest = now.minus(HistoryRange.HOUR.length());
		Instant from = this.completeUntil.isBefore(earliest) ? earliest : this.completeUntil;
		HistoryGap gap = HistoryGap.find(this.history, from, until);
		if (gap == null) {
			return;
		}
		for (AnnouncedServer member : others) {
			ask(member, gap.from(), gap.to());
		}
		// What no member has is not asked for again.
		this.completeUntil = gap.to();
	}

	/** Whether a member has answered, or never will. */
	private boolean ask(AnnouncedServer member, Instant from, Instant to) {
		try {
			int filled = this.source.fetch(member, from, to);
			if (filled > 0) {
				logger.info("History from {}: {} slots were filled", member.name(), filled);
			}
			return true;
		}
		catch (HistoryUnavailableException ex) {
			if (ex.isTemporary()) {
				logger.debug("No history from " + member.name() + " now", ex);
				return false;
			}
			logger.warn("No history from the registry server " + member.name() + ": " + ex.getMessage());
			return true;
		}
	}

	/**
	 * Source of history: another member.
	 */
	interface Source {

		int fetch(AnnouncedServer member, Instant from, Instant to) throws HistoryUnavailableException;

	}

	/**
	 * Attempts to ask one member for everything.
	 */
	private static final class Attempts {

		private int number;

		private boolean done;

		private @Nullable Long last;

		boolean isDue(long now) {
			// More time from one to the next, the first at once.
			return !this.done && this.number < MAX_ATTEMPTS
					&& (this.last == null || now - this.last >= this.number * HistoryService.INTERVAL.toNanos());
		}

		void made(boolean success, long now) {
			this.number++;
			this.last = now;
			this.done = success;
		}

	}

}
