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

package io.mprpc.internal.input;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Limits of the sizes of everything in the registry, whichever process wrote it: an entry
 * that exceeds them cannot be read, and is not written.
 *
 * @since 0.1
 */
public final class RegistryLimits {

	/**
	 * Characters of a name: of a service, a method, a host, an application, a version, a
	 * zone, or the key of a tag.
	 */
	public static final int NAME_LENGTH = 255;

	/** Characters of a tag's value. */
	public static final int TAG_LENGTH = 1024;

	/** Characters of all tags of an instance together, keys included. */
	public static final int TAGS_LENGTH = 8192;

	/** Tags of an instance. */
	public static final int TAGS = 64;

	/** Other ports of an instance. */
	public static final int PORTS = 16;

	/** Services, or applications, of a namespace. */
	public static final int NAMES = 20_000;

	/** Methods of a service. */
	public static final int METHODS = 1000;

	/** Processes that reference a service. */
	public static final int CONSUMERS = 10_000;

	/** Bytes of a node that an instance or an application writes. */
	public static final int NODE_BYTES = 64 * 1024;

	/** Characters of the rules of a service. */
	public static final int RULES_LENGTH = 256 * 1024;

	// 32 bytes leave two bits of the last character unused, which are zero.
	private static final Pattern REPORT_KEY = Pattern.compile("[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]");

	private RegistryLimits() {
	}

	/**
	 * Checks a name.
	 * @param what the kind of name, as in "its zone"
	 * @param name the name, may be empty
	 * @return the name
	 * @throws IllegalArgumentException if it is too long or not printable
	 */
	public static String name(String what, String name) {
		if (!fits(name, NAME_LENGTH)) {
			throw refusal(what, name, NAME_LENGTH);
		}
		return name;
	}

	/**
	 * Checks the tags of an instance.
	 * @param tags the tags
	 * @throws IllegalArgumentException if there are too many of them, or one is too long
	 * or not printable
	 */
	public static void tags(Map<String, String> tags) {
		keys("tags", tags, TAGS);
		int length = 0;
		for (Map.Entry<String, String> tag : tags.entrySet()) {
			if (!fits(tag.getValue(), TAG_LENGTH)) {
				throw refusal("its tag '" + tag.getKey() + "'", tag.getValue(), TAG_LENGTH);
			}
			length += tag.getKey().length() + tag.getValue().length();
		}
		if (length > TAGS_LENGTH) {
			throw new IllegalArgumentException(
					"its tags have " + length + " characters together, more than " + TAGS_LENGTH);
		}
	}

	/**
	 * Checks the other ports of an instance.
	 * @param ports the ports by name
	 * @throws IllegalArgumentException if there are too many of them, a name is too long
	 * or not printable, or a port is out of range
	 */
	public static void ports(Map<String, Integer> ports) {
		keys("ports", ports, PORTS);
		ports.forEach((name, port) -> {
			if (port < 1 || port > 65535) {
				throw new IllegalArgumentException(
						"its port '" + name + "' is " + port + " and not between 1 and 65535");
			}
		});
	}

	/**
	 * Whether a text is the public key of a process: 32 bytes in Base64 for URLs, without
	 * padding.
	 * @param text the text
	 * @return whether it has the form of a key
	 */
	public static boolean isReportKey(@Nullable String text) {
		return text != null && REPORT_KEY.matcher(text).matches();
	}

	/**
	 * Checks the public key of a process.
	 * @param what the kind of key, as in "its report key"
	 * @param key the key, {@code null} for none
	 * @throws IllegalArgumentException if it does not have the form of a key
	 */
	public static void reportKey(String what, @Nullable String key) {
		if (key != null && !isReportKey(key)) {
			throw new IllegalArgumentException(
					what + " '" + UntrustedText.printable(key) + "' is not 32 bytes in unpadded Base64 for URLs");
		}
	}

	private static void keys(String what, Map<String, ?> entries, int most) {
		if (entries.size() > most) {
			throw new IllegalArgumentException("it has " + entries.size() + " " + what + ", more than " + most);
		}
		entries.keySet().forEach((key) -> {
			if (!fits(key, NAME_LENGTH)) {
				throw refusal("a key of its " + what, key, NAME_LENGTH);
			}
		});
	}

	private static boolean fits(String text, int most) {
		return text.length() <= most && UntrustedText.isPrintable(text);
	}

	private static IllegalArgumentException refusal(String what, String text, int most) {
		return new IllegalArgumentException(
				(text.length() > most) ? what + " has " + text.length() + " characters, more than " + most
						: what + " holds a control character or another that cannot be printed: '"
								+ UntrustedText.printable(text) + "'");
	}

}
