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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Call statistics of one slot of a history; {@code null} where nothing was reported.
 *
 * @param at start of the slot
 * @param callsPerSecond calls that ended
 * @param failedPerSecond calls that failed, with those that were not sent
 * @param unsentPerSecond calls that were not sent to any instance
 * @param p50Millis duration in milliseconds that half of the calls did not exceed
 * @param p99Millis duration that 99 of 100 did not exceed
 */
public record HistorySlot(Instant at, @Nullable Double callsPerSecond, @Nullable Double failedPerSecond,
		@Nullable Double unsentPerSecond, @Nullable Double p50Millis, @Nullable Double p99Millis) {

}
