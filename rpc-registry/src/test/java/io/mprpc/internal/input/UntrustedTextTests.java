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

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link UntrustedText}, and for the names that use it.
 */
class UntrustedTextTests {

	@Test
	void ordinaryTextStaysAsItIs() {
		assertThat(UntrustedText.printable("10.0.0.1:9090 '\u7528\u6237' \ud83d\ude00"))
			.isEqualTo("10.0.0.1:9090 '\u7528\u6237' \ud83d\ude00");
		assertThat(UntrustedText.printable(null)).isEqualTo("null");
	}

	@Test
	void whatCouldForgeALineIsEscaped() {
		assertThat(UntrustedText.printable("a\r\nWARN b\u001b[31m\u202ec\u2028\ud800"))
			.isEqualTo("a\\u000d\\u000aWARN b\\u001b[31m\\u202ec\\u2028\\ud800");
	}

	@Test
	void longTextIsCut() {
		assertThat(UntrustedText.printable("x".repeat(900_000))).isEqualTo("x".repeat(200) + "... (900000 characters)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nb", "a\u202eb", "a/b", ".a", " ", "\ud800" })
	void aServiceNameHasNothingOfThat(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceName(name))
			.satisfies((ex) -> assertThat(UntrustedText.isPrintable(ex.getMessage())).isTrue());
		assertThatIllegalArgumentException().isThrownBy(() -> new ServiceName("a".repeat(256)))
			.withMessage("A service name has 256 characters, more than 255");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a\nb:1", "a b:1", "<a>:1", "a%0a\u202e:1", "a/b:1", "h\u00f6st:1", ":1", "a:0", "a:65536" })
	void anEndpointIsAHostAndAPort(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text))
			.satisfies((ex) -> assertThat(UntrustedText.isPrintable(ex.getMessage())).isTrue());
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse("a".repeat(256) + ":1"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	@Test
	void aReferenceIsHeldToTheSameLimits() {
		ServiceName service = new ServiceName("demo.UserService");
		assertThat(ConsumerReference.parse(service, "shop@10.0.0.1:7").application()).isEqualTo("shop");
		for (String text : new String[] { "a".repeat(256) + "@h:1", "a@" + "h".repeat(256) + ":1", "a\nb@h:1" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> ConsumerReference.parse(service, text))
				.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
		}
	}

	@Test
	void textIsCutOnlyBeyondTheLimit() {
		assertThat(UntrustedText.printable("x".repeat(200))).isEqualTo("x".repeat(200));
		assertThat(UntrustedText.printable("x".repeat(199) + '\n')).isEqualTo("x".repeat(199) + "\\u000a");
		assertThat(UntrustedText.printable("x".repeat(201))).isEqualTo("x".repeat(200) + "... (201 characters)");
		assertThat(UntrustedText.printable("x".repeat(199) + "\ud83d\ude00"))
			.isEqualTo("x".repeat(199) + "\ud83d\ude00");
	}

	@Test
	void theFirstAndTheLastPrintableCharacterStayAsTheyAre() {
		assertThat(UntrustedText.printable("\u001f !~\u007f\u00a0")).isEqualTo("\\u001f !~\\u007f\u00a0");
	}

}
