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

package io.mprpc.internal.grpc.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.grpc.Status;
import io.mprpc.reports.v1.Series;
import io.mprpc.reports.v1.SeriesKind;
import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsumedInstances}.
 */
class ConsumedInstancesTests {

	private final FakeClock clock = new FakeClock();

	private final ConsumedInstances instances = new ConsumedInstances(this.clock);

	@Test
	void anInstanceIsOneForEachServiceThatItServes() {
		CallCounters users = called("demo.Users", "a:1");
		assertThat(called("demo.Users", "a:1")).isSameAs(users);
		assertThat(called("demo.Friends", "a:1")).isNotSameAs(users);
		assertThat(users.names()).isEqualTo(Series.newBuilder()
			.setKind(SeriesKind.CONSUMED_INSTANCE)
			.setService("demo.Users")
			.setEndpoint("a:1")
			.build());
		assertThat(all()).hasSize(2);
	}

	@Test
	void thoseWithoutCallsGiveTheirPlaceToOthers() {
		for (int i = 0; i < ConsumedInstances.LIMIT; i++) {
			called("demo.Users", "a:" + (i + 1));
		}
		assertThat(this.instances.of("demo.Friends").at("late:1")).as("all are in use").isNull();
		this.clock.forward(Duration.ofNanos(ConsumedInstances.IDLE - 1));
		CallCounters busy = called("demo.Users", "a:7");
		assertThat(this.instances.of("demo.Friends").at("late:1")).as("not long enough").isNull();
		this.clock.forward(Duration.ofNanos(1));
		assertThat(this.instances.of("demo.Friends").at("late:1")).isNotNull();
		assertThat(all()).hasSize(2).contains(busy);
	}

	@Test
	void itIsNotSweptForEachCall() {
		for (int i = 0; i < ConsumedInstances.LIMIT; i++) {
			called("demo.Users", "a:" + (i + 1));
		}
		for (int i = 0; i < 3; i++) {
			assertThat(this.instances.of("demo.Users").at("late:1")).isNull();
		}
		assertThat(all()).hasSize(ConsumedInstances.LIMIT);
	}

	private CallCounters called(String service, String endpoint) {
		CallCounters counters = Objects.requireNonNull(this.instances.of(service).at(endpoint));
		counters.end(Status.Code.OK);
		return counters;
	}

	private List<CallCounters> all() {
		List<CallCounters> all = new ArrayList<>();
		this.instances.addTo(all);
		return all;
	}

}
