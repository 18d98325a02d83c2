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

package io.mprpc.testing;

import java.time.Instant;
import java.time.InstantSource;

import io.mprpc.internal.time.TimeSource;

/**
 * Time of day that a test sets, with the machine's clock for intervals.
 *
 * @param source the time of day
 */
public record TimeOfDay(InstantSource source) implements TimeSource {

	@Override
	public Instant instant() {
		return this.source.instant();
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

}
