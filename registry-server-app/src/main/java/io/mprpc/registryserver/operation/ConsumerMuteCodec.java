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

package io.mprpc.registryserver.operation;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

import com.google.gson.JsonObject;
import io.mprpc.internal.governance.RuleChange;
import io.mprpc.internal.input.JsonFields;
import io.mprpc.internal.input.UntrustedText;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of {@code governance/consumers/{application}}: <pre>
 * {
 *   "format": 1,
 *   "muted": true,
 *   "lastChange": { "by": "olga", "at": "2026-01-01T00:00:00Z", "what": "reason, may be empty" }
 * }
 * </pre> Unknown fields are kept when it is written anew.
 */
final class ConsumerMuteCodec {

	private static final int FORMAT = 1;

	private static final int LENGTH = 16_384;

	private static final Set<String> FIELDS = Set.of("format", "muted", "lastChange");

	private ConsumerMuteCodec() {
	}

	/**
	 * Reads a document.
	 * @param application name of the application
	 * @param text the text, {@code null} if there is no document
	 * @return what it says
	 * @throws IllegalArgumentException if it cannot be read
	 */
	static ConsumerMute read(String application, @Nullable String text) {
		if (text == null || text.isBlank()) {
			return new ConsumerMute(application, false, null);
		}
		JsonFields json = parse(text);
		JsonFields last = json.object("lastChange");
		return new ConsumerMute(application, json.bool("muted"), (last != null) ? change(last) : null);
	}

	/**
	 * Writes a document.
	 * @param mute what it says
	 * @param replaced text of the document before, {@code null} if there is none
	 * @return the text
	 * @throws IllegalArgumentException if the document before cannot be read
	 */
	static String write(ConsumerMute mute, @Nullable String replaced) {
		JsonObject json = new JsonObject();
		json.addProperty("format", FORMAT);
		json.addProperty("muted", mute.muted());
		RuleChange change = mute.lastChange();
		if (change != null) {
			JsonObject last = new JsonObject();
			last.addProperty("by", change.by());
			last.addProperty("at", change.at().toString());
			last.addProperty("what", change.what());
			json.add("lastChange", last);
		}
		if (replaced != null && !replaced.isBlank()) {
			parse(replaced).unknown(FIELDS).entrySet().forEach((field) -> json.add(field.getKey(), field.getValue()));
		}
		return json.toString();
	}

	private static JsonFields parse(String text) {
		JsonFields json = JsonFields.parse(text, LENGTH, JsonFields.Subject.IT);
		Integer format = json.integer("format");
		if (format != null && format != FORMAT) {
			throw new IllegalArgumentException(
					"it has format " + format + ", and this version of mprpc knows format " + FORMAT);
		}
		return json;
	}

	private static RuleChange change(JsonFields last) {
		try {
			return new RuleChange(UntrustedText.printable(last.required("by")), Instant.parse(last.required("at")),
					UntrustedText.printable(last.required("what")));
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("the field 'at' is not an ISO 8601 instant", ex);
		}
	}

}
