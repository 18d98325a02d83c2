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

import org.jspecify.annotations.Nullable;

/**
 * Text that others wrote, made fit for a log line or a message: control characters, line
 * breaks and characters that change the direction of writing are escaped as
 * {@code \}{@code u001b}, and long text is cut.
 *
 * @since 0.1
 */
public final class UntrustedText {

	/** Characters of a text that are kept. */
	public static final int MAX_LENGTH = 200;

	private UntrustedText() {
	}

	/**
	 * Makes a text fit for a log line or a message.
	 * @param text the text
	 * @return the text on one line, cut after {@value #MAX_LENGTH} characters
	 */
	public static String printable(@Nullable Object text) {
		String whole = String.valueOf(text);
		if (whole.length() <= MAX_LENGTH && isPrintable(whole)) {
			return whole;
		}
		StringBuilder printable = new StringBuilder(MAX_LENGTH + 32);
		int at = 0;
		while (at < whole.length() && at < MAX_LENGTH) {
			int codePoint = whole.codePointAt(at);
			if (isPrintable(codePoint)) {
				printable.appendCodePoint(codePoint);
			}
			else {
				appendEscaped(printable, codePoint);
			}
			at += Character.charCount(codePoint);
		}
		if (at < whole.length()) {
			printable.append("... (").append(whole.length()).append(" characters)");
		}
		return printable.toString();
	}

	/**
	 * Whether a text holds nothing that has to be escaped.
	 * @param text the text
	 * @return whether all of its characters are printable
	 */
	static boolean isPrintable(String text) {
		for (int at = 0; at < text.length(); at++) {
			char c = text.charAt(at);
			// Nearly all text is of these.
			if ((c < ' ' || c > '~') && !isPrintable(text.codePointAt(at))) {
				return false;
			}
			if (Character.isHighSurrogate(c)) {
				at++;
			}
		}
		return true;
	}

	private static boolean isPrintable(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
				false;
			default -> true;
		};
	}

	private static void appendEscaped(StringBuilder printable, int codePoint) {
		for (char unit : Character.toChars(codePoint)) {
			printable.append(String.format("\\u%04x", (int) unit));
		}
	}

}
