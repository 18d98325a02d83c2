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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.registry.InstanceMetadata;
import io.mprpc.registry.InstanceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The JSON of the metadata nodes is a contract, held by golden files.
 */
class InstanceCodecTests {

	private static final InstanceMetadata FULL = new InstanceMetadata("0c6bd2a4-97a5-4b3e-8f57-9a2b6c1d0e4f", "users",
			"2", 250, "zone-a", Map.of("team", "accounts", "ring", "canary"), InstanceStatus.DRAINING,
			Instant.parse("2026-11-20T12:00:00Z"), Map.of("management", 8081, "http", 8080), true, true,
			Duration.ofSeconds(5), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

	@Test
	void everythingIsWrittenAndRead() throws Exception {
		byte[] golden = golden("metadata-full.json");
		assertThat(text(InstanceCodec.write(FULL))).isEqualTo(text(golden));
		assertThat(InstanceCodec.read(golden)).isEqualTo(FULL);
	}

	@Test
	void whatIsEmptyIsLeftOut() throws Exception {
		byte[] golden = golden("metadata-unknown.json");
		assertThat(text(InstanceCodec.write(InstanceMetadata.UNKNOWN))).isEqualTo(text(golden));
		assertThat(InstanceCodec.read(golden)).isEqualTo(InstanceMetadata.UNKNOWN);
		assertThat(InstanceCodec.read(bytes("{}"))).isEqualTo(InstanceMetadata.UNKNOWN);
	}

	@Test
	void whatALaterVersionWritesIsReadAsFarAsItIsKnown() throws Exception {
		InstanceMetadata metadata = InstanceCodec.read(golden("metadata-later.json"));
		assertThat(metadata.uuid()).isEqualTo("later");
		assertThat(metadata.status()).isEqualTo(InstanceStatus.OUT_OF_SERVICE);
		assertThat(metadata.tags()).isEqualTo(Map.of("shards", "3"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"key\"", "7", "null", "{}", "[\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"]",
			"\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"" })
	void aKeyThatIsNoneDoesNotStopCalls(String key) {
		assertThat(InstanceCodec.read(bytes("{\"weight\":7,\"reportKey\":" + key + '}')))
			.isEqualTo(InstanceMetadata.UNKNOWN.withWeight(7));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "``|not a JSON object", "hello there|not JSON", "[]|not a JSON object", "{|not JSON",
					"{\"weight\":\"heavy\"}|'weight' is not an integer", "{\"weight\":1.5}|'weight' is not an integer",
					"{\"weight\":-1}|weight -1 is not between", "{\"weight\":10001}|weight 10001 is not between",
					"{\"tags\":[]}|'tags' is not an object", "{\"uuid\":{}}|'uuid' is not a single value",
					"{\"startTime\":\"yesterday\"}|'yesterday' is not an ISO 8601 instant",
					"{\"ports\":{\"http\":\"x\"}}|'http' is not an integer",
					"{\"secure\":\"yes\"}|'secure' is neither true nor false",
					"{\"verifiable\":1}|'verifiable' is neither true nor false",
					"{\"permitKeepaliveMillis\":-1}|'permitKeepaliveMillis' is negative" })
	void whatCannotBeReadIsSaid(String data, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> InstanceCodec.read(bytes(data)))
			.withMessageContaining(reason);
	}

	@Test
	void whatIsTooLargeOrNotPrintableCannotBeRead() {
		Map<String, String> reasons = new LinkedHashMap<>();
		reasons.put("{\"application\":\"" + "a".repeat(900_000) + "\"}", "it has 900018 bytes, more than 65536");
		reasons.put("{\"application\":\"" + "a".repeat(256) + "\"}",
				"its application has 256 characters, more than 255");
		reasons.put("{\"version\":\"1\\n2\"}", "its version holds a control character");
		reasons.put("{\"zone\":\"\\u202ez\"}", "cannot be printed: '\\u202ez'");
		reasons.put("{\"uuid\":\"" + "u".repeat(256) + "\"}", "its uuid has 256 characters");
		reasons.put("{\"tags\":{\"t\":\"" + "v".repeat(1025) + "\"}}", "its tag 't' has 1025 characters");
		reasons.put("{\"tags\":{" + entries(65, "\"v\"") + "}}", "it has 65 tags, more than 64");
		reasons.put("{\"tags\":{" + entries(10, '"' + "v".repeat(1000) + '"') + "}}",
				"characters together, more than 8192");
		reasons.put("{\"ports\":{" + entries(17, "80") + "}}", "it has 17 ports, more than 16");
		reasons.put("{\"ports\":{\"http\":0}}", "its port 'http' is 0 and not between 1 and 65535");
		reasons.put("{\"startTime\":\"x\\ny\"}", "its start time 'x\\u000ay' is not");
		reasons.put("[".repeat(60_000), "not JSON");
		reasons.forEach((data, reason) -> assertThatIllegalArgumentException().as(reason)
			.isThrownBy(() -> InstanceCodec.read(bytes(data)))
			.withMessageContaining(reason));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> InstanceCodec.read(new byte[] { '{', '"', (byte) 0xff, '"', ':', '1', '}' }))
			.withMessage("it is not UTF-8");
	}

	@Test
	void noInstanceCanPublishThatItIsUnreadable() {
		assertThat(InstanceCodec.read(bytes("{\"status\":\"UNREADABLE\"}")).status())
			.isEqualTo(InstanceStatus.OUT_OF_SERVICE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, InstanceMetadata.MAX_WEIGHT })
	void everyWeightThatCanBeSetIsRead(int weight) {
		InstanceMetadata metadata = InstanceMetadata.UNKNOWN.withWeight(weight);
		assertThat(InstanceCodec.read(InstanceCodec.write(metadata))).isEqualTo(metadata);
	}

	@Test
	void anIntervalOfKeepaliveMayBeZero() {
		assertThat(InstanceCodec.read(bytes("{\"permitKeepaliveMillis\":0}")).permitKeepalive()).isZero();
	}

	private static String entries(int count, String value) {
		return IntStream.range(0, count).mapToObj((i) -> "\"k" + i + "\":" + value).collect(Collectors.joining(","));
	}

	static byte[] golden(String name) throws IOException {
		try (InputStream in = InstanceCodecTests.class.getResourceAsStream(name)) {
			assertThat(in).as(name).isNotNull();
			return in.readAllBytes();
		}
	}

	static String text(byte[] data) {
		return new String(data, StandardCharsets.UTF_8);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
