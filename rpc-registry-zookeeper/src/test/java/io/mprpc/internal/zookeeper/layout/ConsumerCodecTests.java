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

import io.mprpc.registry.ConsumerReference;
import io.mprpc.registry.ServiceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.mprpc.internal.zookeeper.layout.InstanceCodecTests.bytes;
import static io.mprpc.internal.zookeeper.layout.InstanceCodecTests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConsumerCodec}.
 */
class ConsumerCodecTests {

	private static final String KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

	private static final ConsumerReference WEB = new ConsumerReference(new ServiceName("demo.UserService"), "web",
			"10.0.0.9", 1);

	@Test
	void theKeyIsWrittenAndRead() {
		byte[] data = ConsumerCodec.write(WEB.withReportKey(KEY));
		assertThat(text(data)).isEqualTo("{\"reportKey\":\"" + KEY + "\"}");
		assertThat(ConsumerCodec.reportKey(data)).isEqualTo(KEY);
	}

	@Test
	void aNodeWithoutKeyIsEmpty() {
		assertThat(ConsumerCodec.write(WEB)).isEmpty();
		assertThat(ConsumerCodec.reportKey(new byte[0])).isNull();
		assertThat(ConsumerCodec.reportKey(bytes("{\"later\":[1]}"))).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "10.0.0.9|not a JSON object", "{|not JSON",
					"{\"reportKey\":{}}|'reportKey' is not a single value",
					"{\"reportKey\":\"key\"}|its report key 'key' is not 32 bytes",
					"{\"reportKey\":\"\\n\"}|its report key '\\u000a'" })
	void whatHoldsNoKeyIsSaid(String data, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> ConsumerCodec.reportKey(bytes(data)))
			.withMessageContaining(reason);
	}

	@Test
	void whatIsTooLargeIsNotParsed() {
		assertThatIllegalArgumentException().isThrownBy(() -> ConsumerCodec.reportKey(new byte[4097]))
			.withMessageContaining("4097 bytes, more than 4096");
	}

}
