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

package io.mprpc.registry.zookeeper;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.mprpc.registry.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object that others may have written: an absent field has a
 * default, an unknown one is left alone, one of the wrong kind is named.
 */
final class JsonFields {

	private final JsonObject object;

	JsonFields(JsonObject object) {
		this.object = object;
	}

	/**
	 * Parses a node's data.
	 * @param data the data
	 * @param maxBytes how long it may be
	 * @throws IllegalArgumentException if it is longer or not a JSON object
	 */
	static JsonFields parse(byte[] data, int maxBytes) {
		if (data.length > maxBytes) {
			throw new IllegalArgumentException("it has " + data.length + " bytes, more than " + maxBytes);
		}
		JsonElement element;
		try {
			element = JsonParser
				.parseString(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString());
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("it is not UTF-8", ex);
		}
		catch (JsonParseException | StackOverflowError ex) {
			throw new IllegalArgumentException("it is not JSON", ex);
		}
		if (!element.isJsonObject()) {
			throw new IllegalArgumentException("it is not a JSON object");
		}
		return new JsonFields(element.getAsJsonObject());
	}

	String string(String name, String ifAbsent) {
		JsonPrimitive value = primitive(name);
		return (value != null) ? value.getAsString() : ifAbsent;
	}

	@Nullable String string(String name) {
		JsonPrimitive value = primitive(name);
		return (value != null) ? value.getAsString() : null;
	}

	boolean bool(String name) {
		JsonPrimitive value = primitive(name);
		if (value != null && !value.isBoolean()) {
			throw new IllegalArgumentException(
					"its field '" + UntrustedText.printable(name) + "' is neither true nor false");
		}
		return value != null && value.getAsBoolean();
	}

	int integer(String name, int ifAbsent) {
		JsonPrimitive value = primitive(name);
		return (value != null) ? integer(name, value) : ifAbsent;
	}

	@Nullable Integer integer(String name) {
		JsonPrimitive value = primitive(name);
		return (value != null) ? integer(name, value) : null;
	}

	@Nullable JsonFields object(String name) {
		JsonElement value = this.object.get(name);
		if (value == null || value.isJsonNull()) {
			return null;
		}
		if (!value.isJsonObject()) {
			throw new IllegalArgumentException("its field '" + UntrustedText.printable(name) + "' is not an object");
		}
		return new JsonFields(value.getAsJsonObject());
	}

	Map<String, String> strings(String name) {
		Map<String, String> values = new LinkedHashMap<>();
		JsonFields fields = object(name);
		if (fields != null) {
			for (String key : fields.object.keySet()) {
				String value = fields.string(key);
				if (value != null) {
					values.put(key, value);
				}
			}
		}
		return values;
	}

	Map<String, Integer> integers(String name) {
		Map<String, Integer> values = new LinkedHashMap<>();
		JsonFields fields = object(name);
		if (fields != null) {
			for (String key : fields.object.keySet()) {
				Integer value = fields.integer(key);
				if (value != null) {
					values.put(key, value);
				}
			}
		}
		return values;
	}

	List<JsonFields> objects(String name) {
		List<JsonFields> objects = new ArrayList<>();
		for (JsonElement element : array(name)) {
			if (!element.isJsonObject()) {
				throw new IllegalArgumentException(
						"its field '" + UntrustedText.printable(name) + "' holds something else than objects");
			}
			objects.add(new JsonFields(element.getAsJsonObject()));
		}
		return objects;
	}

	List<String> texts(String name) {
		List<String> texts = new ArrayList<>();
		for (JsonElement element : array(name)) {
			if (!element.isJsonPrimitive()) {
				throw new IllegalArgumentException(
						"its field '" + UntrustedText.printable(name) + "' holds something else than texts");
			}
			texts.add(element.getAsString());
		}
		return texts;
	}

	private JsonArray array(String name) {
		JsonElement value = this.object.get(name);
		if (value == null || value.isJsonNull()) {
			return new JsonArray();
		}
		if (!value.isJsonArray()) {
			throw new IllegalArgumentException("its field '" + UntrustedText.printable(name) + "' is not an array");
		}
		return value.getAsJsonArray();
	}

	private @Nullable JsonPrimitive primitive(String name) {
		JsonElement value = this.object.get(name);
		if (value == null || value.isJsonNull()) {
			return null;
		}
		if (!value.isJsonPrimitive()) {
			throw new IllegalArgumentException(
					"its field '" + UntrustedText.printable(name) + "' is not a single value");
		}
		return value.getAsJsonPrimitive();
	}

	private static int integer(String name, JsonPrimitive value) {
		try {
			return value.getAsBigDecimal().intValueExact();
		}
		catch (ArithmeticException | NumberFormatException ex) {
			throw new IllegalArgumentException("its field '" + UntrustedText.printable(name) + "' is not an integer",
					ex);
		}
	}

}
