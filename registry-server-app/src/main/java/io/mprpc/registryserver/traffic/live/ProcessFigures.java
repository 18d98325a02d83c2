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
import java.util.List;

import io.mprpc.registryserver.traffic.ProcessIdentity;
import io.mprpc.registryserver.traffic.model.ProcessLoad;
import org.jspecify.annotations.Nullable;

/**
 * What a process has reported, at one moment.
 *
 * @param identity the process
 * @param series its series
 * @param seconds length of the last interval, 0 before the second report
 * @param load its load, {@code null} if not known
 * @param lastReport time of the last report, {@code null} if there is none
 * @param lastReportNanos the same on the clock for intervals
 * @param since when the stream began, {@code null} if there is none
 */
record ProcessFigures(ProcessIdentity identity, List<SeriesFigures> series, double seconds, @Nullable ProcessLoad load,
		@Nullable Instant lastReport, long lastReportNanos, @Nullable Instant since) {

	boolean isConnected() {
		return this.since != null;
	}

	ProcessFigures connected(ProcessIdentity newIdentity, Instant at) {
		return new ProcessFigures(newIdentity, this.series, this.seconds, this.load, this.lastReport,
				this.lastReportNanos, at);
	}

	ProcessFigures disconnected() {
		return new ProcessFigures(this.identity, this.series, this.seconds, this.load, this.lastReport,
				this.lastReportNanos, null);
	}

}
