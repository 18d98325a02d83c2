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

package io.mprpc.internal.zookeeper.layout;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.mprpc.internal.input.UntrustedText;

/**
 * Codec of any name as the name of a single znode. What a znode cannot hold stands as
 * {@code %XX} for each byte of its UTF-8 form: slashes, control characters, characters
 * outside the basic plane, a leading dot and the percent sign itself.
 */
public final class ZnodeName {

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	private ZnodeName() {
	}

	/**
	 * Writes a name.
	 * @throws IllegalArgumentException if it is empty or not valid Unicode
	 */
	public static String encode(String name) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("An empty name cannot stand in the registry");
		}
		StringBuilder encoded = new StringBuilder(name.length());
		int at = 0;
		while (at < name.length()) {
			int codePoint = name.codePointAt(at);
			if (Character.getType(codePoint) == Character.SURROGATE) {
				throw new IllegalArgumentException("'" + UntrustedText.printable(name)
						+ "' cannot stand in the registry: character " + (at + 1) + " is half of a surrogate pair");
			}
			if (needsEscape(codePoint, at)) {
				byte[] utf8 = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
				for (byte unit : utf8) {
					encoded.append('%').append(HEX.toHexDigits(unit));
				}
			}
			else {
				encoded.appendCodePoint(codePoint);
			}
			at += Character.charCount(codePoint);
		}
		return encoded.toString();
	}

	/**
	 * Reads a name.
	 * @throws IllegalArgumentException if a percent sign is not followed by two
	 * hexadecimal digits, or if the bytes are not UTF-8
	 */
	public static String decode(String node) {
		if (node.indexOf('%') < 0) {
			return node;
		}
		ByteArrayOutputStream utf8 = new ByteArrayOutputStream(node.length());
		int at = 0;
		while (at < node.length()) {
			if (node.charAt(at) == '%') {
				utf8.write(escaped(node, at));
				at += 3;
			}
			else {
				int end = node.indexOf('%', at);
				end = (end < 0) ? node.length() : end;
				utf8.writeBytes(node.substring(at, end).getBytes(StandardCharsets.UTF_8));
				at = end;
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("'" + UntrustedText.printable(node) + "' is not UTF-8", ex);
		}
	}

	private static int escaped(String node, int at) {
		if (at + 2 >= node.length() || !HexFormat.isHexDigit(node.charAt(at + 1))
				|| !HexFormat.isHexDigit(node.charAt(at + 2))) {
			throw new IllegalArgumentException(
					"'" + UntrustedText.printable(node) + "' holds a percent sign without two hexadecimal digits");
		}
		return HexFormat.fromHexDigits(node, at + 1, at + 3);
	}

	// The ranges are those that ZooKeeper's own path check refuses.
	private static boolean needsEscape(int codePoint, int at) {
		return codePoint == '/' || codePoint == '%' || (codePoint == '.' && at == 0) || codePoint <= 0x1f
				|| (codePoint >= 0x7f && codePoint <= 0x9f) || (codePoint >= 0xd800 && codePoint <= 0xf8ff)
				|| codePoint >= 0xfff0;
	}

}
