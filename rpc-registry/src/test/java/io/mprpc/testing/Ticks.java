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
import java.util.function.LongSupplier;

import io.mprpc.internal.time.TimeSource;

/**
 * Clock for intervals that a test sets, without a time of day.
 *
 * @param nanos gives the nanoseconds
 */
public record Ticks(LongSupplier nanos) implements TimeSource {

	@Override
	public Instant instant() {
		throw new UnsupportedOperationException("This test has no time of day");
	}

	@Override
	public long nanoTime() {
		return this.nanos.getAsLong();
	}

}
