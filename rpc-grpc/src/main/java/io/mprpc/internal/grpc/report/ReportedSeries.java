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

package io.mprpc.internal.grpc.report;

import io.mprpc.reports.v1.Series;

/**
 * Counters of one series since the start of the process: one method that is served or
 * called, or one instance that is called. Its identity is the object's. Safe for use by
 * several threads.
 *
 * @since 0.1
 */
public interface ReportedSeries {

	/**
	 * Kind and names of the series.
	 * @return a series without key and counts
	 */
	Series names();

	/**
	 * A number that grows with each event that the counts include, to tell whether the
	 * series has changed. Cheap.
	 * @return calls that have begun plus calls that have ended
	 */
	long events();

	/**
	 * Adds the current counts.
	 * @param series the series to add them to
	 */
	void writeTo(Series.Builder series);

}
