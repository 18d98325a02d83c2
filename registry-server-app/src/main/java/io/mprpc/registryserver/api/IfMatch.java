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

package io.mprpc.registryserver.api;

import org.jspecify.annotations.Nullable;

/**
 * Parser of the header {@code If-Match}.
 */
final class IfMatch {

	private IfMatch() {
	}

	/** Version of the rules, {@code null} for any. */
	static @Nullable Integer version(@Nullable String header) {
		if (header == null || header.equals("*")) {
			return null;
		}
		String text = header.startsWith("W/") ? header.substring(2) : header;
		try {
			return Integer.valueOf(text.replace("\"", ""));
		}
		catch (NumberFormatException ex) {
			throw new InvalidInputException("If-Match " + header
					+ " is not a version of rules: send the rulesVersion of the service in quotes");
		}
	}

}
