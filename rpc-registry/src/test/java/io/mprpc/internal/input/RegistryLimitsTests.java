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

package io.mprpc.internal.input;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RegistryLimits}.
 */
class RegistryLimitsTests {

	@Test
	void aNameHasAtMost255PrintableCharacters() {
		String longest = "n".repeat(255);
		assertThat(RegistryLimits.name("its zone", longest)).isEqualTo(longest);
		assertThat(RegistryLimits.name("its zone", "")).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.name("its zone", longest + 'n'))
			.withMessage("its zone has 256 characters, more than 255");
		String unprintable = "n".repeat(254) + '\n';
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.name("its zone", unprintable))
			.withMessageStartingWith("its zone holds a control character or another that cannot be printed: '")
			.withMessageEndingWith("... (255 characters)'");
	}

	@Test
	void tagsAreLimitedInNumber() {
		assertThatNoException().isThrownBy(() -> RegistryLimits.tags(entries(64, "v")));
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.tags(entries(65, "v")))
			.withMessage("it has 65 tags, more than 64");
	}

	@Test
	void keysAndValuesOfTagsAreLimitedInLength() {
		assertThatNoException().isThrownBy(() -> RegistryLimits.tags(Map.of("k".repeat(255), "v".repeat(1024))));
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.tags(Map.of("k".repeat(256), "v")))
			.withMessage("a key of its tags has 256 characters, more than 255");
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.tags(Map.of("k", "v".repeat(1025))))
			.withMessage("its tag 'k' has 1025 characters, more than 1024");
	}

	@Test
	void tagsAreLimitedInTheirLengthTogether() {
		// Eight times a key of two characters and a value of 1022.
		Map<String, String> tags = entries(8, "v".repeat(1022));
		assertThatNoException().isThrownBy(() -> RegistryLimits.tags(tags));
		tags.put("k0", "v".repeat(1023));
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.tags(tags))
			.withMessage("its tags have 8193 characters together, more than 8192");
	}

	@Test
	void portsAreLimitedInNumberAndByName() {
		assertThatNoException().isThrownBy(() -> RegistryLimits.ports(entries(16, 80)));
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.ports(entries(17, 80)))
			.withMessage("it has 17 ports, more than 16");
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.ports(Map.of("a\u202e", 80)))
			.withMessageContaining("a key of its ports holds a control character");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 65535 })
	void everyPortThatThereIsMayBeNamed(int port) {
		assertThatNoException().isThrownBy(() -> RegistryLimits.ports(Map.of("http", port)));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65536 })
	void aPortThatThereIsNotIsRefused(int port) {
		assertThatIllegalArgumentException().isThrownBy(() -> RegistryLimits.ports(Map.of("http", port)))
			.withMessage("its port 'http' is " + port + " and not between 1 and 65535");
	}

	private static <V> Map<String, V> entries(int number, V value) {
		Map<String, V> entries = new HashMap<>();
		for (int i = 0; i < number; i++) {
			entries.put("k" + i, value);
		}
		return entries;
	}

}
