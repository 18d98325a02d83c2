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

package io.mprpc.registryserver.traffic.model;

import java.time.Duration;

/**
 * Range of a history, up to now.
 */
public enum HistoryRange {

	/** The last 15 minutes, in slots of 15 seconds. */
	MINUTES_15("15m", Duration.ofMinutes(15), Duration.ofSeconds(15)),

	/** The last hour, in slots of 15 seconds. */
	HOUR("1h", Duration.ofHours(1), Duration.ofSeconds(15)),

	/** The last six hours, in slots of 90 seconds. */
	HOURS_6("6h", Duration.ofHours(6), Duration.ofSeconds(90));

	private final String code;

	private final Duration length;

	private final Duration slot;

	HistoryRange(String code, Duration length, Duration slot) {
		this.code = code;
		this.length = length;
		this.slot = slot;
	}

	/**
	 * Range of a code.
	 * @param code {@code 15m}, {@code 1h} or {@code 6h}
	 * @return the range
	 * @throws IllegalArgumentException if there is none
	 */
	public static HistoryRange of(String code) {
		for (HistoryRange range : values()) {
			if (range.code.equals(code)) {
				return range;
			}
		}
		throw new IllegalArgumentException("The range must be 15m, 1h or 6h");
	}

	/**
	 * Code in URLs.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Length of the range.
	 * @return the length
	 */
	public Duration length() {
		return this.length;
	}

	/**
	 * Length of a slot.
	 * @return the length
	 */
	public Duration slot() {
		return this.slot;
	}

}
