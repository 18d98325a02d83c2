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

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.mprpc.registry.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a service's rules, a contract with other languages and tools: <pre>
 * {
 *   "format": 1,
 *   "versionsOutOfService": ["1"],
 *   "instances": {
 *     "10.0.0.1:9090": {
 *       "outOfService": true,
 *       "weight": 50,
 *       "methodsOutOfService": ["Login"],
 *       "uuid": "the life of the instance that this is for; absent: whoever stands there"
 *     }
 *   },
 *   "lastChange": { "by": "operator", "at": "2026-01-01T00:00:00Z", "what": "..." }
 * }
 * </pre> Absent fields set nothing; unknown fields are ignored. A higher format is one
 * that this reader must not guess at.
 *
 * @since 0.1
 */
public final class RulesCodec {

	private static final int FORMAT = 1;

	private RulesCodec() {
	}

	/**
	 * Writes rules.
	 * @param rules the rules
	 * @return the text, always the same for equal rules
	 */
	public static String write(ServiceRules rules) {
		JsonObject json = new JsonObject();
		json.addProperty("format", FORMAT);
		addIfAny(json, "versionsOutOfService", rules.versionsOutOfService());
		if (!rules.instances().isEmpty()) {
			JsonObject instances = new JsonObject();
			rules.instances().forEach((endpoint, rule) -> instances.add(endpoint.toString(), json(rule)));
			json.add("instances", instances);
		}
		RuleChange change = rules.lastChange();
		if (change != null) {
			JsonObject last = new JsonObject();
			last.addProperty("by", change.by());
			last.addProperty("at", change.at().toString());
			last.addProperty("what", change.what());
			json.add("lastChange", last);
		}
		return json.toString();
	}

	/**
	 * Reads rules.
	 * @param text the text, {@code null} for no rules
	 * @return the rules
	 * @throws IllegalArgumentException if the text is not such JSON: the message goes on
	 * where "the rules are not readable because" ends
	 */
	public static ServiceRules read(@Nullable String text) {
		if (text == null || text.isBlank()) {
			return ServiceRules.NONE;
		}
		try {
			return rules(JsonParser.parseString(text).getAsJsonObject());
		}
		catch (JsonParseException | IllegalStateException | UnsupportedOperationException | ClassCastException
				| NumberFormatException | DateTimeException | StackOverflowError ex) {
			throw new IllegalArgumentException("they are not of the documented form: " + ex.getMessage(), ex);
		}
	}

	private static ServiceRules rules(JsonObject json) {
		int format = json.has("format") ? json.get("format").getAsInt() : FORMAT;
		if (format > FORMAT) {
			throw new IllegalArgumentException(
					"they have format " + format + ", and this version of mprpc knows formats up to " + FORMAT);
		}
		SortedMap<Endpoint, InstanceRule> instances = new TreeMap<>();
		if (json.has("instances")) {
			for (Map.Entry<String, JsonElement> entry : json.getAsJsonObject("instances").entrySet()) {
				instances.put(Endpoint.parse(entry.getKey()), rule(entry.getValue().getAsJsonObject()));
			}
		}
		return new ServiceRules(texts(json, "versionsOutOfService"), instances, change(json));
	}

	private static InstanceRule rule(JsonObject json) {
		return new InstanceRule(json.has("outOfService") && json.get("outOfService").getAsBoolean(),
				json.has("weight") ? json.get("weight").getAsInt() : null, texts(json, "methodsOutOfService"),
				json.has("uuid") ? json.get("uuid").getAsString() : null);
	}

	private static @Nullable RuleChange change(JsonObject json) {
		if (!json.has("lastChange")) {
			return null;
		}
		JsonObject last = json.getAsJsonObject("lastChange");
		return new RuleChange(text(last, "by"), Instant.parse(text(last, "at")), text(last, "what"));
	}

	private static String text(JsonObject json, String name) {
		if (!json.has(name)) {
			throw new IllegalArgumentException("the field '" + name + "' is missing");
		}
		return json.get(name).getAsString();
	}

	private static JsonObject json(InstanceRule rule) {
		JsonObject json = new JsonObject();
		if (rule.outOfService()) {
			json.addProperty("outOfService", true);
		}
		if (rule.weight() != null) {
			json.addProperty("weight", rule.weight());
		}
		addIfAny(json, "methodsOutOfService", rule.methodsOutOfService());
		if (rule.uuid() != null) {
			json.addProperty("uuid", rule.uuid());
		}
		return json;
	}

	private static void addIfAny(JsonObject json, String name, SortedSet<String> texts) {
		if (!texts.isEmpty()) {
			JsonArray array = new JsonArray();
			texts.forEach(array::add);
			json.add(name, array);
		}
	}

	private static SortedSet<String> texts(JsonObject json, String name) {
		SortedSet<String> texts = new TreeSet<>();
		if (json.has(name)) {
			json.getAsJsonArray(name).forEach((element) -> texts.add(element.getAsString()));
		}
		return texts;
	}

}
