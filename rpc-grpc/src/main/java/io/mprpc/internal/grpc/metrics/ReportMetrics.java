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

package io.mprpc.internal.grpc.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mprpc.internal.grpc.report.stream.ReportStreams;
import io.mprpc.internal.grpc.report.stream.StreamStatus;

/**
 * Meters of the streams to registry servers.
 *
 * @since 0.1
 */
public final class ReportMetrics implements MeterBinder {

	private final ReportStreams streams;

	/**
	 * Creates the meters.
	 * @param streams the streams
	 */
	public ReportMetrics(ReportStreams streams) {
		this.streams = streams;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (StreamStatus.State state : StreamStatus.State.values()) {
			RpcMeter.REPORTS_STREAMS.gauge(registry,
					() -> this.streams.statuses().stream().filter((status) -> status.state() == state).count(),
					state.name());
		}
		RpcMeter.REPORTS_SENT.counter(registry, this.streams, ReportStreams::sentReports);
		RpcMeter.REPORTS_BYTES.counter(registry, this.streams, ReportStreams::sentBytes);
		RpcMeter.REPORTS_SKIPPED.counter(registry, this.streams, ReportStreams::skippedReports);
	}

}
