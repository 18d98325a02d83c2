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

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mprpc.internal.registry.AnnouncedServer;
import io.mprpc.registry.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.mprpc.internal.zookeeper.layout.InstanceCodecTests.bytes;
import static io.mprpc.internal.zookeeper.layout.InstanceCodecTests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AnnouncementCodec}.
 */
class AnnouncementCodecTests {

	private static final String KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

	private static final String KEY_FIELD = "\"reportKey\":\"" + KEY + '"';

	@Test
	void everythingIsWrittenAndRead() {
		AnnouncedServer server = new AnnouncedServer(new Endpoint("2001:db8::1", 8781), Set.of("prod", "default"), true,
				KEY);
		byte[] data = AnnouncementCodec.write(server);
		assertThat(text(data)).isEqualTo("{\"namespaces\":[\"default\",\"prod\"]," + KEY_FIELD + ",\"secure\":true}");
		assertThat(AnnouncementCodec.read("[2001:db8::1]:8781", data)).isEqualTo(server);
	}

	@Test
	void whatALaterVersionWritesIsReadAsFarAsItIsKnown() {
		AnnouncedServer server = AnnouncementCodec.read("10.0.0.1:8781", bytes("{\"later\":[]," + KEY_FIELD + '}'));
		assertThat(server).isEqualTo(new AnnouncedServer(new Endpoint("10.0.0.1", 8781), Set.of(), false, KEY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.1", "10.0.0.1:0", "10.0.0.1:08781", "10.0.0.1:+8781", "10.0.0.1:%38781",
			"a b:8781", "[10.0.0.1]:8781", ":8781" })
	void aNodeThatIsNotNamedAsAServerIsSkipped(String node) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AnnouncementCodec.read(node, bytes('{' + KEY_FIELD + '}')));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "``|not a JSON object", "{|not JSON", "{}|'reportKey' is missing",
					"{\"reportKey\":\"key\"}|its report key 'key' is not 32 bytes",
					"{\"namespaces\":\"default\"}|'namespaces' is not an array",
					"{\"namespaces\":[{}]}|'namespaces' holds something else than texts",
					"{\"namespaces\":[\".servers\"]}|its namespace '.servers' cannot be one",
					"{\"namespaces\":[\"a/b\"]}|its namespace 'a/b' cannot be one",
					"{\"secure\":\"yes\"," + KEY_FIELD + "}|'secure' is neither true nor false" })
	void whatCannotBeReadIsSaid(String data, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> AnnouncementCodec.read("10.0.0.1:8781", bytes(data)))
			.withMessageContaining(reason);
	}

	@Test
	void whatIsTooLargeCannotBeReadOrWritten() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AnnouncementCodec.read("10.0.0.1:8781", new byte[16 * 1024 + 1]))
			.withMessageContaining("16385 bytes, more than 16384");
		Set<String> namespaces = IntStream.range(0, 101).mapToObj((i) -> "n" + i).collect(Collectors.toSet());
		String json = "{\"namespaces\":[\"" + String.join("\",\"", namespaces) + "\"]," + KEY_FIELD + '}';
		assertThatIllegalArgumentException().isThrownBy(() -> AnnouncementCodec.read("10.0.0.1:8781", bytes(json)))
			.withMessageContaining("101 namespaces, more than 100");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> AnnouncementCodec
				.write(new AnnouncedServer(new Endpoint("10.0.0.1", 8781), namespaces, false, KEY)))
			.withMessageContaining("101 namespaces, more than 100");
		assertThatIllegalArgumentException().isThrownBy(() -> AnnouncementCodec
			.write(new AnnouncedServer(new Endpoint("10.0.0.1", 8781), Set.of("default"), false, "key")));
	}

}
