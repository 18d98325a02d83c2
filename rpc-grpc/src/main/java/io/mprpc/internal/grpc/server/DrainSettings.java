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

package io.mprpc.internal.grpc.server;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings of the wait of a stopping provider for its clients.
 *
 * @param maxWait longest time that it waits for consumers to release their connections, 0
 * disables the wait
 * @param quietPeriod time without a new call after which a connection counts as released
 * @param reportInterval time between two log lines about calls that are still open
 * @since 0.1
 */
public record DrainSettings(Duration maxWait, Duration quietPeriod, Duration reportInterval) {

	/**
	 * Checks that nothing is missing.
	 */
	public DrainSettings {
		Objects.requireNonNull(maxWait, "maxWait");
		Objects.requireNonNull(quietPeriod, "quietPeriod");
		Objects.requireNonNull(reportInterval, "reportInterval");
	}

}
