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

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Error messages for a body that is not the expected JSON. Jackson's own messages name
 * classes and quote input of any length.
 */
final class UnreadableBody {

	private static final int LONGEST_NAME = 64;

	private UnreadableBody() {
	}

	static String detail(HttpMessageNotReadableException ex) {
		if (ex.getCause() instanceof UnrecognizedPropertyException unknown) {
			return "The body has the field '" + cut(unknown.getPropertyName()) + "', which is not one of: "
					+ unknown.getKnownPropertyIds()
						.stream()
						.map(String::valueOf)
						.sorted()
						.collect(Collectors.joining(", "));
		}
		if (ex.getCause() instanceof StreamConstraintsException) {
			return "The body has too many values, is too deep, or holds a name or a number that is too long";
		}
		if (ex.getCause() instanceof JacksonException wrong) {
			return "The body is not the JSON that is expected" + field(wrong) + position(wrong.getLocation());
		}
		return "The body is missing or cannot be read";
	}

	private static String field(JacksonException wrong) {
		String path = wrong.getPath()
			.stream()
			.map((step) -> (step.getPropertyName() != null) ? step.getPropertyName() : String.valueOf(step.getIndex()))
			.collect(Collectors.joining("."));
		return path.isEmpty() ? "" : ": field '" + cut(path) + "'";
	}

	private static String position(@Nullable TokenStreamLocation location) {
		return (location != null) ? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
	}

	private static String cut(String name) {
		return (name.length() > LONGEST_NAME) ? name.substring(0, LONGEST_NAME) + "..." : name;
	}

}
