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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Endpoint}.
 */
class EndpointTests {

	@ParameterizedTest
	@CsvSource({ "a:1, a, 1", "localhost:65535, localhost, 65535", "127.0.0.1:9090, 127.0.0.1, 9090",
			"[::1]:9090, ::1, 9090", "[fe80::1%eth0]:1, fe80::1%eth0, 1", "AZaz09.-_:7, AZaz09.-_, 7" })
	void whatIsReadIsWrittenTheSame(String text, String host, int port) {
		assertThat(Endpoint.parse(text)).isEqualTo(new Endpoint(host, port)).hasToString(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", ":1", "a:", "a:0", "a:65536", "a:-1", "a:x", "::1:9090", "[::1:9090", "::1]:9090",
			"a@b:1", "a[b:1", "a`b:1", "a{b:1", "a/b:1", "[]:1" })
	void whatIsNoEndpointIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
	}

	@Test
	void aHostHasAtMost255Characters() {
		assertThat(new Endpoint("h".repeat(255), 1).host()).hasSize(255);
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint("h".repeat(256), 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint("", 1));
	}

	@Test
	void theOrderIsThatOfHostsAndThenOfPorts() {
		assertThat(new Endpoint("a", 2)).isLessThan(new Endpoint("b", 1))
			.isLessThan(new Endpoint("a", 10))
			.isEqualByComparingTo(new Endpoint("a", 2));
	}

}
