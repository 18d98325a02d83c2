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

package io.mprpc.internal.consumer;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ReferenceAttributes}.
 */
class ReferenceAttributesTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "2", "${users.version:1}", "a&b=c", "version=1", "tags=" })
	void readsWhatItWrites(String text) {
		ReferenceAttributes attributes = new ReferenceAttributes(text, "ring=" + text);
		assertThat(ReferenceAttributes.decode(attributes.encode())).isEqualTo(attributes);
		assertThat(ReferenceAttributes.decode(new ReferenceAttributes(text, "").encode()).version()).isEqualTo(text);
	}

	@Test
	void leavesNoPlaceholderInWhatItWrites() {
		assertThat(new ReferenceAttributes("${a}", "b=#{c}").encode()).doesNotContain("$", "{", "#");
	}

	@Test
	void takesTagsApart() {
		assertThat(new ReferenceAttributes("", "ring = canary,region=eu=1").tagMap())
			.isEqualTo(Map.of("ring", "canary", "region", "eu=1"));
		assertThat(new ReferenceAttributes("", "").tagMap()).isEmpty();
	}

	@Test
	void refusesATagWithoutAValue() {
		assertThatExceptionOfType(InvalidReferenceException.class)
			.isThrownBy(() -> new ReferenceAttributes("", "canary").tagMap())
			.withMessage("'canary' in @RpcReference(tags = \"canary\") is not a tag.")
			.satisfies((ex) -> assertThat(ex.action()).contains("key=value"));
	}

}
