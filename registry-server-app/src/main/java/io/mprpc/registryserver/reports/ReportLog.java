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

package io.mprpc.registryserver.reports;

import java.util.LinkedHashMap;
import java.util.Map;

import io.mprpc.internal.input.UntrustedText;
import io.mprpc.registryserver.reports.reading.DropReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings about processes: one for each process and kind in an hour, and not more than a
 * few per minute, because anybody may cause them. Safe for use by several threads.
 */
final class ReportLog {

	private static final Logger logger = LoggerFactory.getLogger(ReportLog.class);

	private static final int MAX_REMEMBERED = 10_000;

	private static final long REPEAT_NANOS = 3_600_000_000_000L;

	private static final double BURST = 30;

	private static final double PER_SECOND = 0.5;

	private final Map<String, Long> said = new LinkedHashMap<>(16, 0.75f, false) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
			return size() > MAX_REMEMBERED;
		}
	};

	private double tokens = BURST;

	private long lastNanos;

	private boolean begun;

	private long suppressed;

	/**
	 * A stream was refused or ended because of the process.
	 * @param process who it claims to be, or its address
	 * @param reason kind of the reason
	 * @param text the reason for people, printable
	 * @param nowNanos current time
	 */
	void ended(String process, EndReason reason, String text, long nowNanos) {
		if (isDue(process + ' ' + reason, nowNanos)) {
			logger.warn("The stream of {} was ended: {}{}", UntrustedText.printable(process), text, furtherOnes());
		}
	}

	/**
	 * Something that a process sent was dropped.
	 * @param process identity of the process
	 * @param reason kind of the reason
	 * @param number how much it was
	 * @param nowNanos current time
	 */
	void dropped(String process, DropReason reason, long number, long nowNanos) {
		if (isDue(process + ' ' + reason, nowNanos)) {
			logger.warn(
					"{} sends {}, which are dropped: {} now. Further ones are counted in the meter "
							+ "rpc.registry.server.reports.dropped{}",
					UntrustedText.printable(process), reason.text(), number, furtherOnes());
		}
	}

	private synchronized boolean isDue(String what, long nowNanos) {
		Long last = this.said.get(what);
		if (last != null && nowNanos - last < REPEAT_NANOS) {
			return false;
		}
		if (this.begun) {
			this.tokens = Math.min(BURST, this.tokens + Math.max(0, nowNanos - this.lastNanos) / 1e9 * PER_SECOND);
		}
		this.begun = true;
		this.lastNanos = nowNanos;
		if (this.tokens < 1) {
			this.suppressed++;
			return false;
		}
		this.tokens--;
		this.said.remove(what);
		this.said.put(what, nowNanos);
		return true;
	}

	private synchronized String furtherOnes() {
		long number = this.suppressed;
		this.suppressed = 0;
		return (number > 0) ? ". " + number + " further warnings were not logged" : "";
	}

}
