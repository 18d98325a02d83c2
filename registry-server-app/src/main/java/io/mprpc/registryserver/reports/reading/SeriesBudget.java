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

/**
 * Bound of what the names of all series of all streams use. With 100,000 series and 160
 * characters each, that is at most about 30 MB. When four fifths are in use, the rest is
 * shared by all streams: those that came first leave room for others.
 */
public final class SeriesBudget {

	private static final int CHARACTERS = 160;

	// Whatever the number of streams.
	private static final int LEAST = 20;

	private final int maxSeries;

	private int series;

	private int streams;

	private long characters;

	/**
	 * Creates a budget of which nothing is used.
	 * @param maxSeries largest number of series
	 */
	public SeriesBudget(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	/** Number of series that all streams hold. */
	synchronized int used() {
		return this.series;
	}

	/** A stream begins. */
	synchronized void opened() {
		this.streams++;
	}

	/** A stream has ended. */
	synchronized void closed(int heldSeries, long heldCharacters) {
		this.streams--;
		this.series -= heldSeries;
		this.characters -= heldCharacters;
	}

	/**
	 * Takes room for one series.
	 * @param length number of characters of its name
	 * @param heldSeries series that the stream has already
	 * @param heldCharacters number of characters of their names
	 * @return whether there is room
	 */
	synchronized boolean acquire(int length, int heldSeries, long heldCharacters) {
		long maxCharacters = (long) this.maxSeries * CHARACTERS;
		if (this.series >= this.maxSeries || this.characters + length > maxCharacters) {
			return false;
		}
		int reserve = this.maxSeries / 5;
		boolean scarce = this.series >= this.maxSeries - reserve
				|| this.characters >= maxCharacters - (long) reserve * CHARACTERS;
		int share = Math.max(LEAST, reserve / Math.max(1, this.streams));
		if (scarce && (heldSeries >= share || heldCharacters >= (long) share * CHARACTERS)) {
			return false;
		}
		this.series++;
		this.characters += length;
		return true;
	}

}
