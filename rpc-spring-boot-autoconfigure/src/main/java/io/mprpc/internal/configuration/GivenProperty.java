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

package io.mprpc.internal.configuration;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * A property below {@code rpc.} as a property source gives it.
 *
 * @param name name of the property
 * @param written name as it is written in the source
 * @param elements elements of the name after {@code rpc}, in lower case and without
 * dashes
 * @param variable whether it is an environment variable, whose underscores stand for dots
 * and dashes alike
 * @param empty whether it has no value
 * @param origin where it is written
 */
record GivenProperty(ConfigurationPropertyName name, String written, List<String> elements, boolean variable,
		boolean empty, String origin) {

	static String uniform(String element) {
		return element.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Most elements that one name of a property can be spread over.
	 * @return 1, unless underscores stand for dashes too
	 */
	int span() {
		return (this.variable) ? this.elements.size() : 1;
	}

	String joined(int from, int to) {
		return String.join("", this.elements.subList(from, to));
	}

	/**
	 * Text of some elements as it is written.
	 * @param from first element after {@code rpc}
	 * @param to element after the last one
	 * @return the elements, separated by dots
	 */
	String text(int from, int to) {
		if (this.variable) {
			return String.join(".", this.elements.subList(from, to));
		}
		StringBuilder text = new StringBuilder();
		for (int i = from + 1; i <= to; i++) {
			text.append((text.isEmpty()) ? "" : ".")
				.append(this.name.getElement(i, ConfigurationPropertyName.Form.ORIGINAL));
		}
		return text.toString();
	}

}
