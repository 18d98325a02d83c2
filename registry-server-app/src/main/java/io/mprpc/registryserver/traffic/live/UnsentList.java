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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import io.mprpc.registryserver.traffic.live.SeriesFigures.Unsent;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import io.mprpc.registryserver.traffic.model.UnsentReason;

/**
 * Calls that consumers could not send within the last ten seconds. A process that reports
 * seldom says when they begin and when they end: in between they last. They are over
 * earlier where calls of the same method were sent since.
 */
final class UnsentList {

	/** Time for which they are shown. */
	static final Duration SHOWN = Duration.ofSeconds(10);

	private static final UnsentReason[] REASONS = UnsentReason.values();

	private final List<UnsentCalls> calls = new ArrayList<>();

	private final Predicate<String> muted;

	private final Predicate<ProcessFigures> isSilent;

	private final long now;

	UnsentList(Predicate<String> muted, Predicate<ProcessFigures> isSilent, long nowNanos) {
		this.muted = muted;
		this.isSilent = isSilent;
		this.now = nowNanos;
	}

	UnsentList add(ProcessFigures process) {
		for (SeriesFigures each : process.series()) {
			Unsent unsent = each.unsent();
			if (unsent != null && !each.id().isOther() && isCurrent(process, unsent)) {
				add(process, each.id(), unsent);
			}
		}
		return this;
	}

	/** The calls, the most first. */
	List<UnsentCalls> list() {
		this.calls.sort(Comparator.comparingDouble(UnsentCalls::perSecond)
			.reversed()
			.thenComparing(UnsentCalls::service)
			.thenComparing(UnsentCalls::method)
			.thenComparing(UnsentCalls::process));
		return List.copyOf(this.calls);
	}

	private boolean isCurrent(ProcessFigures process, Unsent unsent) {
		return this.now - unsent.atNanos() <= SHOWN.toNanos()
				|| (unsent.continuing() && process.isConnected() && !this.isSilent.test(process));
	}

	private void add(ProcessFigures process, SeriesId id, Unsent unsent) {
		String application = process.identity().application();
		long[] counts = unsent.calls().unsent();
		for (int i = 0; i < Math.min(counts.length, REASONS.length); i++) {
			if (counts[i] > 0) {
				this.calls.add(new UnsentCalls(process.identity().id(), application, id.service(), id.method(),
						REASONS[i], counts[i] / unsent.seconds(), unsent.text(), unsent.since(), unsent.at(),
						this.muted.test(application)));
			}
		}
	}

}
