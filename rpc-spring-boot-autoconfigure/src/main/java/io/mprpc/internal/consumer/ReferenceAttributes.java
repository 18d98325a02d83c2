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

package io.mprpc.internal.consumer;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.mprpc.RpcReference;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/**
 * Attributes of an {@link RpcReference}, as written: placeholders are not resolved, so
 * that an application built ahead of time does not freeze the builder's configuration.
 *
 * @param version the version, may be empty
 * @param tags the tags, may be empty
 */
record ReferenceAttributes(String version, String tags) {

	static final String VERSION = "version";

	static final String TAGS = "tags";

	static final ReferenceAttributes NONE = new ReferenceAttributes("", "");

	static ReferenceAttributes of(MergedAnnotation<RpcReference> annotation) {
		return new ReferenceAttributes(annotation.getString(VERSION), annotation.getString(TAGS));
	}

	/**
	 * The attributes in a form without any character that a placeholder or a bean name
	 * treats as special.
	 * @return the form that {@link #decode} reads, empty without attributes
	 */
	String encode() {
		StringBuilder text = new StringBuilder();
		append(text, TAGS, this.tags);
		append(text, VERSION, this.version);
		return text.toString();
	}

	private static void append(StringBuilder text, String name, String value) {
		if (!value.isEmpty()) {
			text.append((text.isEmpty()) ? "" : "&").append(name).append('=');
			text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
		}
	}

	static ReferenceAttributes decode(String text) {
		ReferenceAttributes attributes = NONE;
		for (String part : StringUtils.delimitedListToStringArray(text, "&")) {
			int equals = part.indexOf('=');
			String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
			attributes = (part.startsWith(VERSION)) ? new ReferenceAttributes(value, attributes.tags)
					: new ReferenceAttributes(attributes.version, value);
		}
		return attributes;
	}

	ReferenceAttributes resolve(UnaryOperator<String> placeholders) {
		return new ReferenceAttributes(placeholders.apply(this.version).trim(), placeholders.apply(this.tags).trim());
	}

	/**
	 * The tags one by one.
	 * @return the tags by key
	 * @throws InvalidReferenceException if the text is not of the form
	 * {@code key=value,key=value}
	 */
	SortedMap<String, String> tagMap() {
		SortedMap<String, String> map = new TreeMap<>();
		for (String tag : StringUtils.commaDelimitedListToStringArray(this.tags)) {
			int equals = tag.indexOf('=');
			if (equals < 1) {
				throw new InvalidReferenceException(
						"'" + tag.trim() + "' in @RpcReference(tags = \"" + this.tags + "\") is not a tag.",
						"Write each tag as key=value, and separate several by a comma.");
			}
			map.put(tag.substring(0, equals).trim(), tag.substring(equals + 1).trim());
		}
		return map;
	}

}
