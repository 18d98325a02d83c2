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

package io.mprpc.registryserver.traffic;

/**
 * Receiver of the reports of all processes.
 */
public interface ReportReceiver {

	/** Largest number of series of all processes together. */
	int MAX_SERIES = 100_000;

	/** Largest number of series of one process. */
	int MAX_SERIES_OF_PROCESS = 2_000;

	/**
	 * A process is accepted on a new stream.
	 * @param identity the process
	 * @return receiver of the reports on this stream
	 */
	Reports accepted(ProcessIdentity identity);

	/**
	 * A process was refused, or its stream was ended because of what it sent.
	 * @param id identity that it claims, bounded and printable
	 * @param reason the reason for people
	 */
	void refused(String id, String reason);

	/**
	 * Receiver of the reports on one stream. Called by one thread at a time.
	 */
	interface Reports extends AutoCloseable {

		/**
		 * A report has arrived.
		 * @param report the report
		 */
		void report(ProcessReport report);

		/**
		 * Something in a report was dropped.
		 * @param number number of series, or 1 for a whole report
		 * @param reason the reason for people
		 */
		void dropped(long number, String reason);

		/**
		 * The stream has ended.
		 */
		@Override
		void close();

	}

}
