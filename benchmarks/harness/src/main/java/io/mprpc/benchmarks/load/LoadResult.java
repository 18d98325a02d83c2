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
package io.mprpc.benchmarks.load;

import io.mprpc.benchmarks.Settings;

/**
 * Result of a load.
 *
 * @param calls number of successful calls
 * @param errors number of failed calls
 * @param nanos duration
 * @param allocatedBytes bytes that all threads of the calling process allocated in the
 * meantime
 * @param p50Nanos median latency
 * @param p99Nanos latency that one call of a hundred exceeded
 */
public record LoadResult(long calls, long errors, long nanos, long allocatedBytes, long p50Nanos, long p99Nanos) {

	/**
	 * Reads what {@link #toLine()} wrote.
	 * @param line the line
	 * @return the result
	 */
	public static LoadResult of(Settings line) {
		return new LoadResult(line.getLong("calls"), line.getLong("errors"), line.getLong("nanos"),
				line.getLong("allocated"), line.getLong("p50"), line.getLong("p99"));
	}

	/**
	 * Serializes the result for another process.
	 * @return one line
	 */
	public String toLine() {
		return "calls=" + this.calls + " errors=" + this.errors + " nanos=" + this.nanos + " allocated="
				+ this.allocatedBytes + " p50=" + this.p50Nanos + " p99=" + this.p99Nanos;
	}

	/**
	 * Throughput.
	 * @return calls per second
	 */
	public double callsPerSecond() {
		return this.calls * 1e9 / this.nanos;
	}

	/**
	 * Allocation on the calling side.
	 * @return bytes per call
	 */
	public double allocatedPerCall() {
		return (double) this.allocatedBytes / Math.max(1, this.calls);
	}

}
