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

package io.mprpc.internal.grpc.accesslog;

import java.time.Instant;
import java.util.Locale;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Format of a line of the access log.
 *
 * @since 0.1
 */
public enum AccessLogFormat {

	/** Pairs of {@code name=value}, separated by a space. */
	TEXT {

		@Override
		String format(AccessRecord call) {
			StringBuilder line = new StringBuilder(192);
			line.append("side=").append(call.side());
			line.append(" service=").append(word(call.service()));
			line.append(" method=").append(word(call.method()));
			line.append(" peer=").append(word(call.peerText()));
			line.append(" status=").append(call.status().getCode());
			line.append(" ms=");
			millis(call.durationMicros(), line);
			line.append(" request=").append(call.requestBytes());
			line.append(" response=").append(call.responseBytes());
			line.append(" attempts=").append(call.attempts());
			line.append(" trace=").append((call.traceId() != null) ? word(call.traceId()) : AccessRecord.UNKNOWN);
			String error = error(call);
			if (error != null) {
				line.append(" error=");
				quote(error, line);
			}
			return line.toString();
		}

	},

	/** One JSON object per line. */
	JSON {

		@Override
		String format(AccessRecord call) {
			JsonObject line = new JsonObject();
			line.addProperty("time", Instant.ofEpochMilli(call.endMillis()).toString());
			line.addProperty("side", call.side().toString());
			line.addProperty("service", call.service());
			line.addProperty("method", call.method());
			line.addProperty("peer", call.peerText());
			line.addProperty("status", call.status().getCode().name());
			line.addProperty("ms", call.durationMicros() / 1000.0);
			line.addProperty("request", call.requestBytes());
			line.addProperty("response", call.responseBytes());
			line.addProperty("attempts", call.attempts());
			if (call.traceId() != null) {
				line.addProperty("trace", call.traceId());
			}
			String error = error(call);
			if (error != null) {
				line.addProperty("error", error);
			}
			return line.toString();
		}

	};

	private static final int LONGEST_ERROR = 300;

	abstract String format(AccessRecord call);

	private static @Nullable String error(AccessRecord call) {
		String description = call.status().getDescription();
		if (call.status().isOk() || description == null) {
			return null;
		}
		return (description.length() <= LONGEST_ERROR) ? description : description.substring(0, LONGEST_ERROR) + "...";
	}

	// Names of unknown methods are whatever a caller sent.
	private static String word(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c <= ' ' || c == '"' || c == '=' || c >= 0x7f) {
				StringBuilder quoted = new StringBuilder(text.length() + 2);
				quote(text, quoted);
				return quoted.toString();
			}
		}
		return text;
	}

	// Three decimals, without the search for the shortest text of a double.
	private static void millis(long micros, StringBuilder line) {
		long decimals = micros % 1000;
		line.append(micros / 1000).append((decimals < 10) ? ".00" : (decimals < 100) ? ".0" : ".").append(decimals);
	}

	private static void quote(String text, StringBuilder line) {
		line.append('"');
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				line.append('\\').append(c);
			}
			else if (Character.isISOControl(c) || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
				line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
			}
			else {
				line.append(c);
			}
		}
		line.append('"');
	}

}
