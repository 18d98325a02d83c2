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
package io.mprpc.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

/**
 * The configuration properties of a module, from its generated metadata.
 *
 * @param properties the properties in the order of their names
 */
public record ConfigurationMetadata(List<Property> properties) {

	private static final String FILE = "META-INF/spring-configuration-metadata.json";

	private static final Pattern COLLECTION = Pattern.compile("java\\.util\\.(List|Set|Collection)<.*|.*\\[]");

	/**
	 * Reads the metadata of a module.
	 * @param module the module
	 * @return its metadata, without a property if it has none
	 */
	public static ConfigurationMetadata of(BuiltModule module) {
		return parse(module.resource(FILE).orElse("{}"));
	}

	static ConfigurationMetadata parse(String json) {
		JsonObject root = JsonParser.parseString(json).getAsJsonObject();
		TreeMap<String, Property> byName = new TreeMap<>();
		if (root.has("properties")) {
			for (JsonElement element : root.getAsJsonArray("properties")) {
				Property property = Property.of(element.getAsJsonObject());
				byName.put(property.name(), property);
			}
		}
		return new ConfigurationMetadata(List.copyOf(byName.values()));
	}

	/**
	 * Faults of the descriptions, by the grammar of Spring Boot's own.
	 * @return a sentence for each fault
	 */
	public List<String> faults() {
		return this.properties.stream().flatMap(ConfigurationMetadata::faults).toList();
	}

	private static Stream<String> faults(Property property) {
		String description = Optional.ofNullable(property.description()).orElse("");
		if (description.isBlank()) {
			return Stream.of(property.name() + " has no description: its field needs Javadoc");
		}
		List<String> faults = new ArrayList<>();
		if (!description.endsWith(".")) {
			faults.add("does not end with a full stop");
		}
		if (!Character.isUpperCase(description.charAt(0))) {
			faults.add("does not begin with a capital letter");
		}
		if (Pattern.compile("^(The|A|An|This|Sets?|Defines?|Specif(y|ies)) ").matcher(description).find()) {
			faults.add("begins with an article or with a verb that says nothing");
		}
		if (property.type().equals("java.lang.Boolean") && !description.startsWith("Whether ")) {
			faults.add("is of a switch and does not begin with 'Whether'");
		}
		if (COLLECTION.matcher(property.type()).matches() && !description.startsWith("Comma-separated ")) {
			faults.add("is of a list and does not begin with 'Comma-separated'");
		}
		if (description.matches("(?s).*(\\{@|</?[a-z]+>|\\bdefaults? to\\b).*")) {
			faults.add("has Javadoc markup in it, or repeats a default that its field has already");
		}
		return faults.stream()
			.map((fault) -> "Description of %s %s: %s".formatted(property.name(), fault, description));
	}

	/**
	 * One property.
	 *
	 * @param name its name
	 * @param type its Java type
	 * @param description what it is for
	 * @param defaultValue its default as text
	 * @param deprecated whether it is on its way out
	 */
	public record Property(String name, String type, @Nullable String description, @Nullable String defaultValue,
			boolean deprecated) {

		private static Property of(JsonObject json) {
			return new Property(json.get("name").getAsString(), text(json, "type", "java.lang.String"),
					text(json, "description", null), text(json, "defaultValue", null), json.has("deprecated"));
		}

		private static @Nullable String text(JsonObject json, String key, @Nullable String otherwise) {
			JsonElement value = json.get(key);
			if (value == null) {
				return otherwise;
			}
			return value.isJsonPrimitive() ? value.getAsString() : value.toString();
		}

	}

}
