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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.registry.RegistryConnection;
import io.mprpc.registry.RegistryStatistics;
import io.mprpc.registry.ServiceName;
import io.mprpc.registry.ServiceView;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RegistryMetrics} of many services.
 */
class RegistryMetricsTests {

	private static final Logger logger = LoggerFactory.getLogger(RegistryMetricsTests.class);

	private static final int SERVICES = 5000;

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final AtomicInteger listed = new AtomicInteger();

	@Test
	void allServicesAreListedOnceForAllTheirGauges() {
		bind(SERVICES);
		read();
		this.listed.set(0);
		long start = System.nanoTime();
		assertThat(read()).isGreaterThan(3 * SERVICES);
		logger.info("Gauges of {} services read in {}", SERVICES, Duration.ofNanos(System.nanoTime() - start));
		assertThat(this.listed).hasValue(1);
	}

	@Test
	void onlySoManyServicesAreToldApart() {
		bind(10);
		read();
		assertThat(this.registry.find("rpc.registry.view.instances").gauges()).hasSize(10);
		assertThat(this.registry.find("rpc.registry.view.age").gauges()).hasSize(10);
		assertThat(this.registry.find("rpc.registry.snapshot.age").gauges()).hasSize(10);
		assertThat(this.registry.get("rpc.registry.services").gauge().value()).isEqualTo(SERVICES);
	}

	private int read() {
		return this.registry.getMeters().stream().mapToInt((meter) -> {
			meter.measure().forEach((measurement) -> measurement.getValue());
			return 1;
		}).sum();
	}

	private void bind(int limit) {
		SortedMap<ServiceName, ServiceView> views = new TreeMap<>();
		IntStream.range(0, SERVICES)
			.mapToObj((i) -> new ServiceName("demo.Service" + i))
			.forEach(
					(name) -> views.put(name, new ServiceView(name, List.of(), ServiceView.State.LIVE, Instant.EPOCH)));
		RegistryStatistics statistics = mock(RegistryStatistics.class);
		given(statistics.views()).willAnswer((call) -> {
			this.listed.incrementAndGet();
			return List.copyOf(views.values());
		});
		given(statistics.view(any())).willAnswer((call) -> views.get(call.<ServiceName>getArgument(0)));
		new RegistryMetrics(mock(RegistryConnection.class), statistics, limit, TimeSource.system())
			.bindTo(this.registry);
	}

}
