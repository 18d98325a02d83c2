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

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a JSON object that others may have written. An absent field has a default, an
 * unknown one is ignored, and one of the wrong type is refused by an
 * {@link IllegalArgumentException} that names it.
 *
 * @since 0.1
 */
public final class JsonFields {

	private final JsonObject object;

	private final Subject subject;

	private JsonFields(JsonObject object, Subject subject) {
		this.object = object;
		this.subject = subject;
	}

	/**
	 * Parses the data of a node or a file.
	 * @param data the data
	 * @param maxBytes most bytes that are accepted
	 * @return its fields
	 * @throws IllegalArgumentException if it is longer or not a JSON object: the message
	 * goes on where "the node is not readable because" ends
	 */
	public static JsonFields parse(byte[] data, int maxBytes) {
		if (data.length > maxBytes) {
			throw new IllegalArgumentException("it has " + data.length + " bytes, more than " + maxBytes);
		}
		try {
			return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString(),
					Integer.MAX_VALUE, Subject.IT);
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("it is not UTF-8", ex);
		}
	}

	/**
	 * Parses a text.
	 * @param text the text
	 * @param maxLength most characters that are accepted
	 * @param subject how messages refer to the text
	 * @return its fields
	 * @throws IllegalArgumentException if it is longer or not a JSON object
	 */
	public static JsonFields parse(String text, int maxLength, Subject subject) {
		if (text.length() > maxLength) {
			throw new IllegalArgumentException(
					subject.has + " " + text.length() + " characters, more than " + maxLength);
		}
		JsonElement element;
		try {
			element = JsonParser.parseString(text);
		}
		catch (JsonParseException | StackOverflowError ex) {
			throw new IllegalArgumentException(subject.is + " not JSON", ex);
		}
		if (!element.isJsonObject()) {
			throw new IllegalArgumentException(subject.is + " not a JSON object");
		}
		return new JsonFields(element.getAsJsonObject(), subject);
	}

	/**
	 * A text.
	 * @param name name of the field
	 * @param ifAbsent the default
	 * @return the text
	 */
	public String string(String name, String ifAbsent) {
		JsonPrimitive value = primitive(name);
		return (value != null) ? value.getAsString() : ifAbsent;
	}

	/**
	 * A text.
	 * @param name name of the field
	 * @return the text, {@code null} if absent
	 */
	public @Nullable String string(String name) {
		JsonPrimitive value = primitive(name);
		return (value != null) ? value.getAsString() : null;
	}

	/**
	 * A text that must be there.
	 * @param name name of the field
	 * @return the text
	 */
	public String required(String name) {
		String value = string(name);
		if (value == null) {
			throw new IllegalArgumentException(field(name) + " is missing");
		}
		return value;
	}

	/**
	 * A name within {@link RegistryLimits#NAME_LENGTH}.
	 * @param name name of the field
	 * @return the name, {@code null} if absent
	 */
	public @Nullable String name(String name) {
		String value = string(name);
		return (value != null) ? RegistryLimits.name(field(name), value) : null;
	}

	/**
	 * A truth value.
	 * @param name name of the field
	 * @return the value, {@code false} if absent
	 */
	public boolean bool(String name) {
		JsonPrimitive value = primitive(name);
		if (value != null && !value.isBoolean()) {
			throw new IllegalArgumentException(field(name) + " is neither true nor false");
		}
		return value != null && value.getAsBoolean();
	}

	/**
	 * An integer.
	 * @param name name of the field
	 * @param ifAbsent the default
	 * @return the integer
	 */
	public int integer(String name, int ifAbsent) {
		Integer value = integer(name);
		return (value != null) ? value : ifAbsent;
	}

	/**
	 * An integer.
	 * @param name name of the field
	 * @return the integer, {@code null} if absent
	 */
	public @Nullable Integer integer(String name) {
		JsonPrimitive value = primitive(name);
		try {
			return (value != null) ? value.getAsBigDecimal().intValueExact() : null;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			throw new IllegalArgumentException(field(name) + " is not an integer", ex);
		}
	}

	/**
	 * An object.
	 * @param name name of the field
	 * @return its fields, {@code null} if absent
	 */
	public @Nullable JsonFields object(String name) {
		JsonElement value = element(name);
		if (value == null) {
			return null;
		}
		if (!value.isJsonObject()) {
			throw new IllegalArgumentException(field(name) + " is not an object");
		}
		return new JsonFields(value.getAsJsonObject(), this.subject);
	}

	/**
	 * An object whose fields are texts.
	 * @param name name of the field
	 * @return the texts by their names, empty if absent
	 */
	public Map<String, String> strings(String name) {
		return values(name, JsonFields::string);
	}

	/**
	 * An object whose fields are integers.
	 * @param name name of the field
	 * @return the integers by their names, empty if absent
	 */
	public Map<String, Integer> integers(String name) {
		return values(name, JsonFields::integer);
	}

	/**
	 * An object whose fields are objects.
	 * @param name name of the field
	 * @return the objects by their names, empty if absent
	 */
	public Map<String, JsonFields> objectsByName(String name) {
		return values(name, JsonFields::object);
	}

	/**
	 * An array of objects.
	 * @param name name of the field
	 * @return the objects, empty if absent
	 */
	public List<JsonFields> objects(String name) {
		List<JsonFields> objects = new ArrayList<>();
		for (JsonElement element : array(name)) {
			if (!element.isJsonObject()) {
				throw new IllegalArgumentException(field(name) + " holds something else than objects");
			}
			objects.add(new JsonFields(element.getAsJsonObject(), this.subject));
		}
		return objects;
	}

	/**
	 * An array of texts.
	 * @param name name of the field
	 * @return the texts, empty if absent
	 */
	public List<String> texts(String name) {
		List<String> texts = new ArrayList<>();
		for (JsonElement element : array(name)) {
			if (!element.isJsonPrimitive()) {
				throw new IllegalArgumentException(field(name) + " holds something else than texts");
			}
			texts.add(element.getAsString());
		}
		return texts;
	}

	/**
	 * An array of names within {@link RegistryLimits#NAME_LENGTH}.
	 * @param name name of the field
	 * @return the names in their natural order, empty if absent
	 */
	public SortedSet<String> names(String name) {
		SortedSet<String> names = new TreeSet<>();
		texts(name).forEach((text) -> names.add(RegistryLimits.name("a text in '" + name + "'", text)));
		return names;
	}

	/**
	 * Fields that the reader does not know, so that a writer can keep them.
	 * @param known names of the fields that it knows
	 * @return the others
	 */
	public JsonObject unknown(Set<String> known) {
		JsonObject unknown = new JsonObject();
		this.object.entrySet()
			.stream()
			.filter((field) -> !known.contains(field.getKey()))
			.forEach((field) -> unknown.add(field.getKey(), field.getValue()));
		return unknown;
	}

	private <V> Map<String, V> values(String name, Reader<V> reader) {
		Map<String, V> values = new LinkedHashMap<>();
		JsonFields fields = object(name);
		if (fields != null) {
			for (String key : fields.object.keySet()) {
				V value = reader.read(fields, key);
				if (value != null) {
					values.put(key, value);
				}
			}
		}
		return values;
	}

	private JsonArray array(String name) {
		JsonElement value = element(name);
		if (value == null) {
			return new JsonArray();
		}
		if (!value.isJsonArray()) {
			throw new IllegalArgumentException(field(name) + " is not an array");
		}
		return value.getAsJsonArray();
	}

	private @Nullable JsonPrimitive primitive(String name) {
		JsonElement value = element(name);
		if (value == null) {
			return null;
		}
		if (!value.isJsonPrimitive()) {
			throw new IllegalArgumentException(field(name) + " is not a single value");
		}
		return value.getAsJsonPrimitive();
	}

	private @Nullable JsonElement element(String name) {
		JsonElement value = this.object.get(name);
		return (value == null || value.isJsonNull()) ? null : value;
	}

	private String field(String name) {
		return this.subject.field + " '" + UntrustedText.printable(name) + "'";
	}

	/**
	 * Name of the text that is read, for messages.
	 */
	public enum Subject {

		/** One thing, as in "it is not JSON". */
		IT("it has", "it is", "its field"),

		/** Several things, as in "they are not JSON". */
		THEY("they have", "they are", "the field");

		private final String has;

		private final String is;

		private final String field;

		Subject(String has, String is, String field) {
			this.has = has;
			this.is = is;
			this.field = field;
		}

	}

	private interface Reader<V> {

		@Nullable V read(JsonFields fields, String name);

	}

}
