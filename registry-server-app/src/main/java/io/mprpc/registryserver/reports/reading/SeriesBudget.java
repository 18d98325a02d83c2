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
 * Bound of what the names of all series of all streams use. With the default of 200,000
 * series and 160 characters each, that is at most about 60 MB.
 */
public final class SeriesBudget {

	private static final int CHARACTERS = 160;

	private final int maxSeries;

	private int series;

	private long characters;

	/**
	 * Creates a budget of which nothing is used.
	 * @param maxSeries largest number of series
	 */
	public SeriesBudget(int maxSeries) {
		this.maxSeries = maxSeries;
	}

	/**
	 * Number of series that all streams hold.
	 * @return the number
	 */
	public synchronized int used() {
		return this.series;
	}

	synchronized boolean acquire(int characters) {
		if (this.series >= this.maxSeries || this.characters + characters > (long) this.maxSeries * CHARACTERS) {
			return false;
		}
		this.series++;
		this.characters += characters;
		return true;
	}

	synchronized void release(int series, long characters) {
		this.series -= series;
		this.characters -= characters;
	}

}
