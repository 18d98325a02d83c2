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

package io.mprpc.registryserver.traffic.live;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.testing.MemoryConsumers;
import io.mprpc.registryserver.traffic.ReportReceiver.Reports;
import io.mprpc.registryserver.traffic.SeriesCounts;
import io.mprpc.testing.FakeClock;
import io.mprpc.testing.InMemoryRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A thousand processes that report thirty series each, measured by the memory that one
 * report allocates: time depends on the machine.
 */
class TrafficScaleTests {

	private static final int PROCESSES = 1000;

	private static final int SERVICES = 50;

	private static final int METHODS = 20;

	private static final int PICKED = 10;

	private final FakeClock clock = new FakeClock();

	private final ReportedTraffic traffic = new ReportedTraffic(new InMemoryRegistry(), new MemoryConsumers(),
			(interval) -> {
			}, (application) -> false, this.clock, this.clock.timer());

	@Test
	void aThousandProcessesAreCountedWithLittleWork() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		List<Reports> streams = new ArrayList<>();
		for (int i = 0; i < PROCESSES; i++) {
			streams.add(this.traffic.receiver().accepted(Counts.identity("shop" + i % SERVICES, i)));
		}
		report(streams, 0);
		this.clock.forward(Duration.ofSeconds(15));
		report(streams, 1);
		this.clock.forward(Duration.ofSeconds(15));
		long before = threads.getCurrentThreadAllocatedBytes();
		report(streams, 2);
		long ofReport = (threads.getCurrentThreadAllocatedBytes() - before) / PROCESSES;
		assertThat(ofReport).as("bytes of a report, with those of its counts").isLessThan(64 * 1024);
		before = threads.getCurrentThreadAllocatedBytes();
		assertThat(this.traffic.overview().live().callsPerSecond()).isEqualTo(PROCESSES * METHODS, within(1.0));
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes of an overview")
			.isLessThan(8L * 1024 * 1024);
		before = threads.getCurrentThreadAllocatedBytes();
		assertThat(this.traffic.service(new ServiceName("service7")).instances()).hasSize(PROCESSES / SERVICES);
		assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes of a service").isLessThan(1024 * 1024);
		assertThat(this.traffic.seriesCount()).isEqualTo(PROCESSES * (METHODS + PICKED));
		// The namespace, services, their methods and instances.
		assertThat(this.traffic.history().size()).isEqualTo(1 + SERVICES + SERVICES * METHODS + PROCESSES);
	}

	private void report(List<Reports> streams, int round) {
		for (int i = 0; i < streams.size(); i++) {
			String service = "service" + i % SERVICES;
			SeriesCounts[] series = new SeriesCounts[METHODS + PICKED];
			for (int method = 0; method < METHODS; method++) {
				series[method] = Counts.served(service, "method" + method, "10.1.0.1:" + (i + 1), round * 15L);
			}
			for (int peer = 0; peer < PICKED; peer++) {
				series[METHODS + peer] = Counts.picked("service" + (i + peer) % SERVICES, "10.1.0.1:" + (peer + 1),
						round * 15L);
			}
			streams.get(i).report(Counts.report(round * 15_000L, series));
		}
	}

}
