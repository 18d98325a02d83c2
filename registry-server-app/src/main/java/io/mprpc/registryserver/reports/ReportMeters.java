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

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.mprpc.registryserver.reports.port.Connections;
import io.mprpc.registryserver.reports.reading.DropReason;

/**
 * Meters of the report port.
 */
final class ReportMeters {

	private static final String PREFIX = "rpc.registry.server.reports.";

	private final MeterRegistry registry;

	private final Counter received;

	private final Counter bytes;

	private final Timer latency;

	private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);

	private final Map<EndReason, Counter> ended = new EnumMap<>(EndReason.class);

	ReportMeters(MeterRegistry registry) {
		this.registry = registry;
		this.received = Counter.builder(PREFIX + "received")
			.description("Reports of processes that were read")
			.register(registry);
		this.bytes = Counter.builder(PREFIX + "bytes")
			.description("Bytes of all messages of processes")
			.baseUnit("bytes")
			.register(registry);
		this.latency = Timer.builder(PREFIX + "latency")
			.description("Time from the arrival of a report until pages show it")
			.register(registry);
		for (DropReason reason : DropReason.values()) {
			this.dropped.put(reason,
					Counter.builder(PREFIX + "dropped")
						.tag("reason", reason.name().toLowerCase(Locale.ROOT))
						.description("Series, reports and answers of processes that were dropped")
						.register(registry));
		}
		for (EndReason reason : EndReason.values()) {
			this.ended.put(reason,
					Counter.builder(PREFIX + "ended")
						.tag("reason", reason.tag())
						.description("Streams of processes that were refused or have ended")
						.register(registry));
		}
	}

	void observe(ReportStreams streams) {
		gauge("streams", "Streams of processes", "state", "handshake", streams, ReportStreams::handshakes);
		gauge("streams", "Streams of processes", "state", "accepted", streams, ReportStreams::accepted);
	}

	void observe(Connections connections) {
		Gauge.builder(PREFIX + "connections", connections, Connections::count)
			.description("Connections of processes")
			.register(this.registry);
		FunctionCounter.builder(PREFIX + "connections.refused", connections, Connections::refused)
			.description("Connections that were closed at once because there was no room")
			.register(this.registry);
	}

	void bytes(int number) {
		this.bytes.increment(number);
	}

	void report(long latencyNanos) {
		this.received.increment();
		this.latency.record(Duration.ofNanos(Math.max(0, latencyNanos)));
	}

	void dropped(DropReason reason, long number) {
		Objects.requireNonNull(this.dropped.get(reason)).increment(number);
	}

	void ended(EndReason reason) {
		Objects.requireNonNull(this.ended.get(reason)).increment();
	}

	private <T> void gauge(String name, String description, String tag, String value, T object,
			ToDoubleFunction<T> number) {
		Gauge.builder(PREFIX + name, object, number).tag(tag, value).description(description).register(this.registry);
	}

}
