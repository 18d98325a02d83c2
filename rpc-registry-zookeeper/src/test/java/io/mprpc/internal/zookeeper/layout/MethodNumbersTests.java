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

package io.mprpc.internal.zookeeper.layout;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.mprpc.internal.input.RegistryLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MethodNumbers}.
 */
class MethodNumbersTests {

	private final MethodNumbers numbers = new MethodNumbers();

	@Test
	void aMethodKeepsItsNumber() {
		assertThat(this.numbers.number("Login")).isZero();
		assertThat(this.numbers.number("Register")).isEqualTo(1);
		assertThat(this.numbers.number("Login")).isZero();
		assertThat(this.numbers.numbers(List.of("Register", "Ping"))).isEqualTo(BitSet.valueOf(new long[] { 0b110 }));
		assertThat(this.numbers.names(BitSet.valueOf(new long[] { 0b101 }))).isEqualTo(Set.of("Login", "Ping"));
	}

	@Test
	void equalSetsOfNumbersShareTheirNames() {
		BitSet both = this.numbers.numbers(List.of("Login", "Register"));
		Set<String> names = this.numbers.names(both);
		assertThat(this.numbers.names((BitSet) both.clone())).isSameAs(names);
		// The caller goes on with its own set.
		both.clear(0);
		assertThat(this.numbers.names(both)).isEqualTo(Set.of("Register"));
		assertThat(this.numbers.names(this.numbers.numbers(List.of("Login", "Register")))).isSameAs(names);
	}

	@Test
	void aServiceHasSoManyMethodsAndNoMore() {
		IntStream.range(0, RegistryLimits.METHODS - 1).forEach((i) -> this.numbers.number("m" + i));
		assertThat(this.numbers.admits("last")).isTrue();
		this.numbers.number("last");
		assertThat(this.numbers.admits("last")).isTrue();
		assertThat(this.numbers.admits("one more")).isFalse();
	}

	@Test
	void aThousandSetsAreRemembered() {
		IntStream.range(0, 11).forEach((i) -> this.numbers.number("m" + i));
		Set<String> first = names(1);
		IntStream.range(2, 1001).forEach(this::names);
		assertThat(names(1)).isSameAs(first);
		names(1001);
		assertThat(names(1)).isNotSameAs(first).isEqualTo(first);
	}

	private Set<String> names(int bits) {
		return this.numbers.names(BitSet.valueOf(new long[] { bits }));
	}

}
