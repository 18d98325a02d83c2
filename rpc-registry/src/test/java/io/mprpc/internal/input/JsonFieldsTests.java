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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.mprpc.internal.input.JsonFields.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class JsonFieldsTests {

	@Test
	void absentFieldsAndNullsHaveDefaults() {
		for (String text : List.of("{}", "{'a': null}")) {
			JsonFields json = json(text);
			assertThat(json.string("a")).isNull();
			assertThat(json.string("a", "x")).isEqualTo("x");
			assertThat(json.name("a")).isNull();
			assertThat(json.bool("a")).isFalse();
			assertThat(json.integer("a")).isNull();
			assertThat(json.integer("a", 7)).isEqualTo(7);
			assertThat(json.object("a")).isNull();
			assertThat(json.strings("a")).isEmpty();
			assertThat(json.integers("a")).isEmpty();
			assertThat(json.objectsByName("a")).isEmpty();
			assertThat(json.objects("a")).isEmpty();
			assertThat(json.texts("a")).isEmpty();
			assertThat(json.names("a")).isEmpty();
		}
	}

	@Test
	void fieldsAreRead() {
		JsonFields json = json("{'s': 'x', 'b': true, 'i': -3, 'o': {'s': 'y'}, 'm': {'k': 'v', 'n': null}, "
				+ "'n': {'k': 1}, 'c': {'k': {'i': 2}}, 'l': [{'i': 1}, {'i': 2}], 't': ['b', 'a']}");
		assertThat(json.string("s")).isEqualTo("x");
		assertThat(json.required("s")).isEqualTo("x");
		assertThat(json.bool("b")).isTrue();
		assertThat(json.integer("i")).isEqualTo(-3);
		assertThat(json.object("o")).returns("y", (object) -> object.string("s"));
		assertThat(json.strings("m")).isEqualTo(Map.of("k", "v"));
		assertThat(json.integers("n")).isEqualTo(Map.of("k", 1));
		assertThat(json.objectsByName("c").get("k").integer("i")).isEqualTo(2);
		assertThat(json.objects("l")).extracting((object) -> object.integer("i")).containsExactly(1, 2);
		assertThat(json.texts("t")).containsExactly("b", "a");
		assertThat(json.names("t")).containsExactly("a", "b");
		assertThat(json.unknown(Set.of("s", "b", "i", "o", "m", "n", "c", "l"))).hasToString("{\"t\":[\"b\",\"a\"]}");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{'a': 1}            | bool     | is neither true nor false
			{'a': 1.5}          | integer  | is not an integer
			{'a': 3000000000}   | integer  | is not an integer
			{'a': 'x'}          | integer  | is not an integer
			{'a': {}}           | string   | is not a single value
			{'a': 1}            | object   | is not an object
			{'a': {}}           | texts    | is not an array
			{'a': [[]]}         | texts    | holds something else than texts
			{'a': [1]}          | objects  | holds something else than objects
			{}                  | required | is missing
			""")
	void fieldOfTheWrongTypeIsNamed(String text, String accessor, String problem) {
		Map<String, Consumer<JsonFields>> accessors = Map.of("bool", (json) -> json.bool("a"), "integer",
				(json) -> json.integer("a"), "string", (json) -> json.string("a"), "object", (json) -> json.object("a"),
				"texts", (json) -> json.texts("a"), "objects", (json) -> json.objects("a"), "required",
				(json) -> json.required("a"));
		assertThatIllegalArgumentException().isThrownBy(() -> accessors.get(accessor).accept(json(text)))
			.withMessage("its field 'a' " + problem);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> accessors.get(accessor).accept(JsonFields.parse(text, 100, Subject.THEY)))
			.withMessage("the field 'a' " + problem);
	}

	@Test
	void namesAreBounded() {
		String name = "x".repeat(RegistryLimits.NAME_LENGTH);
		assertThat(json("{'a': '" + name + "'}").name("a")).isEqualTo(name);
		assertThatIllegalArgumentException().isThrownBy(() -> json("{'a': '" + name + "x'}").name("a"))
			.withMessageStartingWith("its field 'a'");
		assertThatIllegalArgumentException().isThrownBy(() -> json("{'a': ['" + name + "x']}").names("a"))
			.withMessageStartingWith("a text in 'a'");
	}

	@Test
	void whatIsNoJsonObjectIsRefused() {
		refuses("", "it is not a JSON object");
		refuses("[]", "it is not a JSON object");
		refuses("{", "it is not JSON");
		refuses("[".repeat(20_000), "it is not JSON");
		assertThatIllegalArgumentException().isThrownBy(() -> JsonFields.parse(new byte[] { (byte) 0xff }, 10))
			.withMessage("it is not UTF-8");
	}

	@Test
	void sizeIsBounded() {
		byte[] data = "{\"ä\": 1}".getBytes(StandardCharsets.UTF_8);
		assertThat(JsonFields.parse(data, 9).integer("ä")).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> JsonFields.parse(data, 8))
			.withMessage("it has 9 bytes, more than 8");
		assertThat(JsonFields.parse("{\"ä\": 1}", 8, Subject.THEY).integer("ä")).isEqualTo(1);
		assertThatIllegalArgumentException().isThrownBy(() -> JsonFields.parse("{\"ä\": 1}", 7, Subject.THEY))
			.withMessage("they have 8 characters, more than 7");
	}

	private static void refuses(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> json(text)).withMessage(message);
	}

	private static JsonFields json(String text) {
		return JsonFields.parse(text.getBytes(StandardCharsets.UTF_8), 100_000);
	}

}
