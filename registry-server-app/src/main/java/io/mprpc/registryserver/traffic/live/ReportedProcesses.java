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

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.ProcessReport;
import io.mprpc.registryserver.traffic.ReportReceiver;
import io.mprpc.registryserver.traffic.history.History;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All processes that report, by their keys. Work on a report holds the lock of its
 * process only, which no reader needs.
 */
final class ReportedProcesses implements ReportReceiver {

	private static final Logger logger = LoggerFactory.getLogger(ReportedProcesses.class);

	/** Time after which a process without stream and without nodes is forgotten. */
	static final Duration FORGET_AFTER = Duration.ofMinutes(1);

	// Refused streams name processes that may not exist.
	private static final int MAX_REFUSALS = 1_000;

	private final TimeSource time;

	private final HistoryWriter history;

	private final Consumer<Boolean> onReport;

	private final Map<String, ReportedProcess> processes = new ConcurrentHashMap<>();

	private final SeriesBudget budget;

	private final Map<String, String> refusals = new LinkedHashMap<>();

	private final Map<String, Long> goneAt = new ConcurrentHashMap<>();

	/**
	 * Creates a receiver.
	 * @param maxSeries series of all processes together
	 * @param history history to write
	 * @param time source of time
	 * @param onReport called after each report, with whether it cannot wait; must not
	 * block
	 */
	ReportedProcesses(int maxSeries, History history, TimeSource time, Consumer<Boolean> onReport) {
		this.time = time;
		this.history = new HistoryWriter(history);
		this.onReport = onReport;
		this.budget = new SeriesBudget(maxSeries, this.processes::size);
	}

	@Override
	public Reports accepted(ProcessIdentity identity) {
		Instant now = this.time.instant();
		ReportedProcess process = process(identity);
		long stream = process.connected(identity, now);
		while (stream == 0) {
			// It was forgotten at this moment.
			this.processes.remove(identity.publicKey(), process);
			process = process(identity);
			stream = process.connected(identity, now);
		}
		synchronized (this.refusals) {
			this.refusals.remove(identity.id());
		}
		this.onReport.accept(false);
		return new Stream(process, stream);
	}

	@Override
	public void refused(String id, String reason) {
		synchronized (this.refusals) {
			this.refusals.remove(id);
			this.refusals.put(id, reason);
			if (this.refusals.size() > MAX_REFUSALS) {
				this.refusals.remove(this.refusals.keySet().iterator().next());
			}
		}
	}

	/** Why a process was refused, {@code null} if it was not. */
	@Nullable String refusal(String id) {
		synchronized (this.refusals) {
			return this.refusals.get(id);
		}
	}

	Collection<ReportedProcess> all() {
		return this.processes.values();
	}

	Optional<ReportedProcess> byKey(@Nullable String publicKey) {
		return (publicKey != null) ? Optional.ofNullable(this.processes.get(publicKey)) : Optional.empty();
	}

	int seriesCount() {
		return this.budget.used();
	}

	/** Forgets processes that have been neither connected nor registered for a minute. */
	void sweep(Predicate<String> isRegistered) {
		long now = this.time.nanoTime();
		this.processes.forEach((key, process) -> {
			if (process.figures().isConnected() || isRegistered.test(key)) {
				this.goneAt.remove(key);
			}
			else if (now - this.goneAt.computeIfAbsent(key, (absent) -> now) >= FORGET_AFTER.toNanos()
					&& process.forget()) {
				this.processes.remove(key, process);
				this.goneAt.remove(key);
			}
		});
	}

	private ReportedProcess process(ProcessIdentity identity) {
		return this.processes.computeIfAbsent(identity.publicKey(),
				(key) -> new ReportedProcess(identity, this.budget));
	}

	private final class Stream implements Reports {

		private final ReportedProcess process;

		private final long number;

		Stream(ReportedProcess process, long number) {
			this.process = process;
			this.number = number;
		}

		@Override
		public void report(ProcessReport report) {
			ReportedProcesses all = ReportedProcesses.this;
			boolean complete = this.process.drops().number() == 0;
			ReportedInterval interval = this.process.report(this.number, report, all.time.instant(),
					all.time.nanoTime());
			if (complete && this.process.drops().number() > 0) {
				logger.warn("Calls of {} are counted in part only, because of {}; the console counts what is dropped",
						UntrustedText.printable(this.process.figures().identity().id()), this.process.drops().reason());
			}
			if (interval != null) {
				if (interval.known()) {
					all.history.write(interval.figures());
				}
				all.onReport.accept(interval.outageChanged());
			}
		}

		@Override
		public void dropped(long number, String reason) {
			this.process.drops().add(number, reason);
		}

		@Override
		public void close() {
			if (this.process.disconnected(this.number)) {
				ReportedProcesses.this.onReport.accept(false);
			}
		}

	}

}
