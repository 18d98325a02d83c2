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

/**
 * Rate of the messages of one stream: a bucket for reports that are read, and one for all
 * messages, whose overflow is a flood: 1,000 messages a second for ten seconds, or more
 * of them in a shorter time. Used by one thread at a time.
 */
final class ReportRate {

	private static final double READ_PER_SECOND = 2;

	private static final double READ_BURST = 10;

	private static final double FLOOD_PER_SECOND = 100;

	private static final double FLOOD_BURST = 9000;

	private double readable = READ_BURST;

	private double level;

	private long lastNanos;

	ReportRate(long nowNanos) {
		this.lastNanos = nowNanos;
	}

	/**
	 * A message has arrived.
	 * @param nowNanos current time
	 * @return whether the stream may go on
	 */
	boolean message(long nowNanos) {
		double seconds = Math.max(0, nowNanos - this.lastNanos) / 1e9;
		this.lastNanos = nowNanos;
		this.readable = Math.min(READ_BURST, this.readable + seconds * READ_PER_SECOND);
		this.level = Math.max(0, this.level - seconds * FLOOD_PER_SECOND) + 1;
		return this.level <= FLOOD_BURST;
	}

	/**
	 * The message is a report.
	 * @return whether to read it
	 */
	boolean report() {
		if (this.readable < 1) {
			return false;
		}
		this.readable--;
		return true;
	}

}
