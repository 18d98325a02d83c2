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

package io.mprpc.governance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.mprpc.registry.RegistryLimits;
import io.mprpc.registry.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of rules without guessing: a value of the wrong type is refused, because
 * taking it for nothing could bring back what was taken out of service.
 */
final class RulesJson {

	private RulesJson() {
	}

	static boolean bool(JsonObject json, String name) {
		JsonPrimitive value = primitive(json, name);
		if (value != null && !value.isBoolean()) {
			throw new IllegalArgumentException("the field '" + name + "' is neither true nor false");
		}
		return value != null && value.getAsBoolean();
	}

	static @Nullable Integer integer(JsonObject json, String name) {
		JsonPrimitive value = primitive(json, name);
		try {
			return (value != null) ? value.getAsBigDecimal().intValueExact() : null;
		}
		catch (ArithmeticException | NumberFormatException ex) {
			throw new IllegalArgumentException("the field '" + name + "' is not an integer", ex);
		}
	}

	static @Nullable String text(JsonObject json, String name) {
		JsonPrimitive value = primitive(json, name);
		return (value != null) ? RegistryLimits.name("the field '" + name + "'", value.getAsString()) : null;
	}

	static SortedSet<String> texts(JsonObject json, String name) {
		SortedSet<String> texts = new TreeSet<>();
		JsonElement value = json.get(name);
		if (value == null || value.isJsonNull()) {
			return texts;
		}
		if (!(value instanceof JsonArray array)) {
			throw new IllegalArgumentException("the field '" + name + "' is not an array");
		}
		for (JsonElement element : array) {
			if (!element.isJsonPrimitive()) {
				throw new IllegalArgumentException("the field '" + name + "' holds something else than texts");
			}
			texts.add(RegistryLimits.name("a text in '" + name + "'", element.getAsString()));
		}
		return texts;
	}

	static @Nullable JsonObject object(JsonObject json, String name) {
		JsonElement value = json.get(name);
		if (value == null || value.isJsonNull()) {
			return null;
		}
		if (!value.isJsonObject()) {
			throw new IllegalArgumentException("the field '" + UntrustedText.printable(name) + "' is not an object");
		}
		return value.getAsJsonObject();
	}

	static Map<String, JsonObject> objects(JsonObject json, String name) {
		Map<String, JsonObject> objects = new LinkedHashMap<>();
		JsonObject all = object(json, name);
		if (all != null) {
			for (String key : all.keySet()) {
				JsonObject object = object(all, key);
				if (object != null) {
					objects.put(key, object);
				}
			}
		}
		return objects;
	}

	static @Nullable JsonPrimitive primitive(JsonObject json, String name) {
		JsonElement value = json.get(name);
		if (value == null || value.isJsonNull()) {
			return null;
		}
		if (!value.isJsonPrimitive()) {
			throw new IllegalArgumentException("the field '" + name + "' is not a single value");
		}
		return value.getAsJsonPrimitive();
	}

}
