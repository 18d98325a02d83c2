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

package io.mprpc.registryserver.polled;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link History}.
 */
class HistoryTests {

	private Instant now = Instant.parse("2026-01-01T00:00:05Z");

	private final History history = new History(6, () -> this.now);

	@Test
	void callsStandByServiceMethodAndInstance() {
		this.history.add("127.0.0.1:1", interval(Map.of(key("users", "Login"), 20L, key("users", "Logout"), 10L)));
		forward(Duration.ofSeconds(15));
		assertThat(this.history.method("users", "Login")).singleElement()
			.satisfies((moment) -> assertThat(moment.callsPerSecond()).isEqualTo(20 / 15.0, within(0.001)));
		assertThat(this.history.service("users")).singleElement()
			.satisfies((moment) -> assertThat(moment.callsPerSecond()).isEqualTo(2, within(0.001)));
		assertThat(this.history.instance("users", "127.0.0.1:1")).hasSize(1);
		assertThat(this.history.instance("users", "127.0.0.1:2")).isEmpty();
		assertThat(this.history.size()).isEqualTo(4);
	}

	@Test
	void soManySeriesAreKeptAndNoMore() {
		this.history.add("127.0.0.1:1", interval(Map.of(key("a", "m"), 1L)));
		this.history.add("127.0.0.1:1", interval(Map.of(key("b", "m"), 1L)));
		assertThat(this.history.size()).isEqualTo(6);
		this.history.add("127.0.0.1:1", interval(Map.of(key("c", "m"), 1L)));
		assertThat(this.history.size()).isEqualTo(6);
		forward(Duration.ofSeconds(15));
		assertThat(this.history.service("a")).hasSize(1);
		assertThat(this.history.service("c")).isEmpty();
	}

	@Test
	void whatIsOverMakesRoom() {
		this.history.add("127.0.0.1:1", interval(Map.of(key("a", "m"), 1L)));
		forward(Duration.ofMinutes(40));
		this.history.add("127.0.0.1:1", interval(Map.of(key("b", "m"), 1L)));
		forward(Duration.ofMinutes(40));
		this.history.add("127.0.0.1:1", interval(Map.of(key("c", "m"), 1L)));
		assertThat(this.history.size()).isEqualTo(6);
		forward(Duration.ofSeconds(15));
		assertThat(this.history.service("a")).isEmpty();
		assertThat(this.history.service("b")).isNotEmpty();
		assertThat(this.history.service("c")).hasSize(1);
	}

	private void forward(Duration time) {
		this.now = this.now.plus(time);
	}

	private static MethodKey key(String service, String method) {
		return new MethodKey(service, method);
	}

	private static Interval interval(Map<MethodKey, Long> calls) {
		Map<MethodKey, Counts> provided = new HashMap<>();
		calls.forEach((key, count) -> provided.put(key, new Counts(count, 0, new TreeMap<>())));
		return new Interval(5, provided, Map.of());
	}

}
