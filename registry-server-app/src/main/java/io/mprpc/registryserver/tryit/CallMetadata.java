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

package io.mprpc.registryserver.tryit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.grpc.Metadata;
import io.mprpc.registryserver.tryit.InvocationRefusedException.Reason;

/**
 * Conversion between gRPC metadata and text.
 */
final class CallMetadata {

	private static final int MOST_ENTRIES = 32;

	private static final int LONGEST = 8192;

	private CallMetadata() {
	}

	static Metadata read(Map<String, String> texts) {
		int length = texts.entrySet()
			.stream()
			.mapToInt((entry) -> entry.getKey().length() + entry.getValue().length())
			.sum();
		if (texts.size() > MOST_ENTRIES || length > LONGEST) {
			throw refused(
					"Metadata may have at most " + MOST_ENTRIES + " entries of " + LONGEST + " characters in total");
		}
		Metadata metadata = new Metadata();
		texts.forEach((name, value) -> add(metadata, name.toLowerCase(Locale.ROOT), value));
		return metadata;
	}

	static Map<String, String> write(Metadata metadata) {
		Map<String, String> texts = new LinkedHashMap<>();
		for (String name : metadata.keys()) {
			if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
				byte[] value = metadata.get(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER));
				texts.put(name, Base64.getEncoder().encodeToString((value != null) ? value : new byte[0]));
			}
			else {
				texts.put(name, String.valueOf(metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER))));
			}
		}
		return texts;
	}

	private static void add(Metadata metadata, String name, String value) {
		if (name.startsWith("grpc-") || name.startsWith(":")) {
			throw refused("Metadata '" + name + "' is reserved by gRPC");
		}
		try {
			if (name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
				metadata.put(Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER), Base64.getDecoder().decode(value));
			}
			else if (StandardCharsets.US_ASCII.newEncoder().canEncode(value)
					&& value.chars().noneMatch(Character::isISOControl)) {
				metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
			}
			else {
				throw refused("Metadata '" + name + "' may contain printable ASCII only; name it '" + name
						+ "-bin' and encode it as Base64");
			}
		}
		catch (IllegalArgumentException ex) {
			throw refused("Metadata '" + name + "' cannot be sent: " + ex.getMessage());
		}
	}

	private static InvocationRefusedException refused(String message) {
		return new InvocationRefusedException(Reason.INVALID, message);
	}

}
