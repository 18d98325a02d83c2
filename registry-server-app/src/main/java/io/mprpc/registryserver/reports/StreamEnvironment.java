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

package io.mprpc.registryserver.reports;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import io.mprpc.internal.time.TimeSource;
import io.mprpc.registryserver.reports.port.Connections;
import io.mprpc.registryserver.reports.reading.SeriesBudget;

/**
 * What all streams of a server share.
 *
 * @param limits bounds
 * @param backend the registry, and the receiver of reports
 * @param streams accepted streams
 * @param connections open connections
 * @param admission bounds of handshakes
 * @param series bound of the series of all streams
 * @param meters meters
 * @param log warnings
 * @param time source of time
 * @param executor executor of all work
 * @param timer timer
 * @param serverName name of the server's node
 */
record StreamEnvironment(StreamLimits limits, ReportBackend backend, ReportStreams streams, Connections connections,
		HandshakeAdmission admission, SeriesBudget series, ReportMeters meters, ReportLog log, TimeSource time,
		Executor executor, ScheduledExecutorService timer, Supplier<String> serverName) {

}
