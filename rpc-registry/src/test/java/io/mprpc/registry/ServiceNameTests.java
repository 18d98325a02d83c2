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

package io.mprpc.registry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServiceName}.
 */
class ServiceNameTests {

	@Test
	void aMethodStandsBehindASlash() {
		assertThat(new ServiceName("demo.UserService").method("Login")).isEqualTo("demo.UserService/Login");
	}

	@Test
	void theOrderIsThatOfTheNames() {
		assertThat(new ServiceName("demo.A")).isLessThan(new ServiceName("demo.B"))
			.isGreaterThan(new ServiceName("demo"))
			.isEqualByComparingTo(new ServiceName("demo.A"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a.b", "a.", "grüße" })
	void aNameIsWrittenAsItIs(String name) {
		assertThat(new ServiceName(name)).hasToString(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".a", "/", "/a", "a/b", "a/" })
	void whatIsNoNameIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceName(name));
	}

}
