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
package io.mprpc.internal.zookeeper.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConcurrencyLimiter}.
 */
class ConcurrencyLimiterTests {

	private static final CompletableFuture<?> ENDED = CompletableFuture.completedFuture(null);

	private final ConcurrencyLimiter gate = new ConcurrencyLimiter(2);

	private final List<CompletableFuture<?>> running = new ArrayList<>();

	@Test
	void noMoreThanAllowedRunAtTheSameTime() {
		for (int i = 0; i < 4; i++) {
			this.gate.enter(this::begin);
		}
		assertThat(this.running).hasSize(2);
		this.running.get(0).complete(null);
		assertThat(this.running).hasSize(3);
		this.running.get(1).completeExceptionally(new IllegalStateException());
		assertThat(this.running).hasSize(4);
	}

	@Test
	void aHundredThousandThatEndAtOnceLeaveThePlacesFree() {
		this.gate.enter(this::begin);
		this.gate.enter(this::begin);
		int[] ended = new int[1];
		for (int i = 0; i < 100_000; i++) {
			this.gate.enter(() -> {
				ended[0]++;
				return ENDED;
			});
		}
		this.running.get(0).complete(null);
		this.running.get(1).complete(null);
		assertThat(ended[0]).isEqualTo(100_000);
		assertBothPlacesAreFree();
	}

	@Test
	void oneThatCannotBeginKeepsNoPlace() {
		for (int i = 0; i < 3; i++) {
			this.gate.enter(() -> {
				throw new IllegalStateException("cannot begin");
			});
		}
		assertBothPlacesAreFree();
	}

	@Test
	void oneMayEnterAnother() {
		this.gate.enter(() -> {
			this.gate.enter(this::begin);
			return ENDED;
		});
		assertThat(this.running).hasSize(1);
	}

	private void assertBothPlacesAreFree() {
		this.running.clear();
		for (int i = 0; i < 3; i++) {
			this.gate.enter(this::begin);
		}
		assertThat(this.running).hasSize(2);
	}

	private CompletableFuture<?> begin() {
		CompletableFuture<?> load = new CompletableFuture<>();
		this.running.add(load);
		return load;
	}

}
