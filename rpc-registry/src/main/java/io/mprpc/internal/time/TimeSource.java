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

package io.mprpc.internal.time;

import java.time.InstantSource;

/**
 * Source of time: of the time of day, and of a clock for intervals. Logic receives it
 * from the wiring, so that a test can set it.
 *
 * @since 0.1
 */
public interface TimeSource extends InstantSource {

	/**
	 * Reading of a clock that only goes forward, for intervals.
	 * @return nanoseconds since some moment, which may overflow
	 * @see System#nanoTime()
	 */
	long nanoTime();

	/**
	 * Time of the machine. For the wiring of an application.
	 * @return the source
	 */
	static TimeSource system() {
		return SystemTimeSource.INSTANCE;
	}

}
