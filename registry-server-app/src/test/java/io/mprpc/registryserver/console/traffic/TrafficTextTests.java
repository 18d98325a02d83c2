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

package io.mprpc.registryserver.console.traffic;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TrafficText}.
 */
class TrafficTextTests {

	private final TrafficText text = new TrafficText();

	@Test
	void numbersHaveAsManyDigitsAsTellSomething() {
		assertThat(List.of(0.0, 0.123, 1.26, 99.94, 1234.5)).map(this.text::number)
			.containsExactly("0", "0.12", "1.3", "99.9", "1235");
		assertThat(this.text.number(null)).isEqualTo("\u2013");
		assertThat(this.text.percent(0.015)).isEqualTo("1.5 %");
		assertThat(this.text.millis(0.25)).isEqualTo("0.25 ms");
		assertThat(this.text.millis(null)).isEqualTo("\u2013");
	}

}
