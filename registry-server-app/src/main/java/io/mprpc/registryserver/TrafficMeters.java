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

package io.mprpc.registryserver;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mprpc.registryserver.traffic.live.ReportedTraffic;

/**
 * Meters of the call statistics that processes report.
 */
final class TrafficMeters implements MeterBinder {

	private static final String PREFIX = "rpc.registry.server.traffic.";

	private final ReportedTraffic traffic;

	TrafficMeters(ReportedTraffic traffic) {
		this.traffic = traffic;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(PREFIX + "processes", this.traffic, (each) -> each.overview().reporting())
			.tag("state", "reporting")
			.description("Processes that the registry knows, by whether they report to this server")
			.register(registry);
		Gauge.builder(PREFIX + "processes", this.traffic, (each) -> each.overview().silent())
			.tag("state", "silent")
			.description("Processes that the registry knows, by whether they report to this server")
			.register(registry);
		Gauge.builder(PREFIX + "series", this.traffic, ReportedTraffic::seriesCount)
			.description("Series of calls that processes report")
			.register(registry);
		Gauge.builder(PREFIX + "history.series", this.traffic, (each) -> each.history().size())
			.description("Series of the history")
			.register(registry);
		FunctionCounter.builder(PREFIX + "history.evicted", this.traffic, (each) -> each.history().evicted())
			.description("Series of the history that made room for others")
			.register(registry);
		FunctionCounter.builder(PREFIX + "history.refused", this.traffic, (each) -> each.history().refused())
			.description("Times that the history had no room for a series")
			.register(registry);
	}

}
