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

package io.mprpc.internal.grpc.report.stream;

import java.time.Duration;

/**
 * Durations of the protocol.
 *
 * @param silence how long a server may be silent before the process is accepted
 * @param unread how long a server may read nothing
 * @param stable how long a stream has to last until the outage before it is over
 * @param outage how long a server is not reached until the log tells
 * @param firstRetry time until the first attempt after a stream broke
 * @param lastRetry longest time until an attempt
 * @param refused time until an attempt after the server has refused the process
 * @param spread time over which processes connect to a server that is announced
 * @param step shortest time from one report to the next when calls cannot be sent
 * @param close how long a close waits for the last reports to go out
 */
record StreamTimings(Duration silence, Duration unread, Duration stable, Duration outage, Duration firstRetry,
		Duration lastRetry, Duration refused, Duration spread, Duration step, Duration close) {

	static final StreamTimings DEFAULT = new StreamTimings(Duration.ofSeconds(10), Duration.ofSeconds(30),
			Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMillis(500), Duration.ofSeconds(30),
			Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(200));

}
