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

package io.mprpc.internal.governance;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.mprpc.internal.input.JsonFields;
import io.mprpc.internal.input.RegistryLimits;
import io.mprpc.internal.input.UntrustedText;
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
 *       "uuid": "the incarnation of the instance that this is for; absent: any instance there"
 *     }
 *   },
 *   "lastChange": { "by": "operator", "at": "2026-01-01T00:00:00Z", "what": "..." }
 * }
 * </pre> Absent fields set nothing; unknown fields are ignored, and kept when the rules
 * are written anew. A higher format is one that this reader must not guess at.
 *
 * @since 0.1
 */
public final class RulesCodec {

	private static final int FORMAT = 1;

	/** Stands where bytes could not be decoded. */
	private static final char REPLACEMENT = '\ufffd';

	private static final String INSTANCES = "instances";

	private static final String UUID = "uuid";

	private static final Set<String> FIELDS = Set.of("format", "versionsOutOfService", INSTANCES, "lastChange");

	private static final Set<String> FIELDS_OF_AN_INSTANCE = Set.of("outOfService", "weight", "methodsOutOfService",
			UUID);

	private RulesCodec() {
	}

	/**
	 * Writes rules.
	 * @param rules the rules
	 * @return the text, always the same for equal rules
	 */
	public static String write(ServiceRules rules) {
		return write(rules, null);
	}

	/**
	 * Writes rules in place of others, of which everything is kept that this version does
	 * not know.
	 * @param rules the rules
	 * @param replaced text of the rules to replace, {@code null} if there are none
	 * @return the text, always the same for equal rules
	 * @throws IllegalArgumentException if the text would be longer than readers accept,
	 * or the rules or those to replace are not readable
	 */
	public static String write(ServiceRules rules, @Nullable String replaced) {
		if (rules.unreadable()) {
			throw new IllegalArgumentException("Rules that could not be read cannot be written");
		}
		JsonObject json = json(rules);
		if (replaced != null && !replaced.isBlank()) {
			JsonFields fields = parse(replaced);
			rules(fields);
			keepUnknown(fields, json);
		}
		String text = json.toString();
		if (text.length() > RegistryLimits.RULES_LENGTH) {
			throw new IllegalArgumentException("The rules would have " + text.length() + " characters, more than "
					+ RegistryLimits.RULES_LENGTH + ": remove rules of instances that are gone");
		}
		return text;
	}

	private static JsonObject json(ServiceRules rules) {
		JsonObject json = new JsonObject();
		json.addProperty("format", FORMAT);
		addIfAny(json, "versionsOutOfService", rules.versionsOutOfService());
		if (!rules.instances().isEmpty()) {
			JsonObject instances = new JsonObject();
			rules.instances().forEach((endpoint, rule) -> instances.add(endpoint.toString(), json(rule)));
			json.add(INSTANCES, instances);
		}
		RuleChange change = rules.lastChange();
		if (change != null) {
			JsonObject last = new JsonObject();
			last.addProperty("by", change.by());
			last.addProperty("at", change.at().toString());
			last.addProperty("what", change.what());
			json.add("lastChange", last);
		}
		return json;
	}

	private static void keepUnknown(JsonFields replaced, JsonObject json) {
		addAll(replaced.unknown(FIELDS), json);
		replaced.objectsByName(INSTANCES).forEach((key, rule) -> {
			JsonObject unknown = rule.unknown(FIELDS_OF_AN_INSTANCE);
			if (!unknown.isEmpty()) {
				addAll(unknown, instance(json, Endpoint.parse(key).toString(), rule.string(UUID)));
			}
		});
	}

	/**
	 * The rule of an instance; one that is added here is for the same incarnation as
	 * before.
	 */
	private static JsonObject instance(JsonObject json, String endpoint, @Nullable String uuid) {
		if (!json.has(INSTANCES)) {
			json.add(INSTANCES, new JsonObject());
		}
		JsonObject instances = json.getAsJsonObject(INSTANCES);
		if (!instances.has(endpoint)) {
			JsonObject added = new JsonObject();
			if (uuid != null) {
				added.addProperty(UUID, uuid);
			}
			instances.add(endpoint, added);
		}
		return instances.getAsJsonObject(endpoint);
	}

	private static void addAll(JsonObject fields, JsonObject to) {
		fields.entrySet().forEach((field) -> to.add(field.getKey(), field.getValue()));
	}

	/**
	 * Whether a text can be read.
	 * @param text the text
	 * @return whether {@link #read(String)} does not fail
	 */
	public static boolean isReadable(String text) {
		try {
			read(text);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
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
		return rules(parse(text));
	}

	private static JsonFields parse(String text) {
		if (text.length() <= RegistryLimits.RULES_LENGTH && text.indexOf(REPLACEMENT) >= 0) {
			throw new IllegalArgumentException("they are not UTF-8");
		}
		return JsonFields.parse(text, RegistryLimits.RULES_LENGTH, JsonFields.Subject.THEY);
	}

	private static ServiceRules rules(JsonFields json) {
		Integer format = json.integer("format");
		if (format != null && format != FORMAT) {
			throw new IllegalArgumentException(
					"they have format " + format + ", and this version of mprpc knows format " + FORMAT);
		}
		SortedMap<Endpoint, InstanceRule> instances = new TreeMap<>();
		json.objectsByName(INSTANCES).forEach((key, rule) -> instances.put(Endpoint.parse(key), rule(rule)));
		return new ServiceRules(json.names("versionsOutOfService"), instances, change(json));
	}

	private static InstanceRule rule(JsonFields json) {
		return new InstanceRule(json.bool("outOfService"), json.integer("weight"), json.names("methodsOutOfService"),
				json.name(UUID));
	}

	private static @Nullable RuleChange change(JsonFields json) {
		JsonFields last = json.object("lastChange");
		if (last == null) {
			return null;
		}
		try {
			return new RuleChange(text(last, "by"), Instant.parse(text(last, "at")), text(last, "what"));
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("the field 'at' is not an ISO 8601 instant", ex);
		}
	}

	private static String text(JsonFields json, String name) {
		String text = json.required(name);
		return (text.length() <= RegistryLimits.TAG_LENGTH) ? text : UntrustedText.printable(text);
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

}
