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

package io.mprpc.registryserver.reports;

import java.io.IOException;
import java.io.InputStream;

import io.mprpc.registryserver.reports.reading.InvalidReportException;

/**
 * Message of a process whose kind is known and whose content is not read yet.
 *
 * @param kind kind of the message
 * @param length bytes of its content
 * @param content the content
 */
record Envelope(Kind kind, int length, InputStream content) {

	private static final int WIRE_TYPE_BITS = 3;

	private static final int LENGTH_DELIMITED = 2;

	private static final int MAX_LENGTH_BYTES = 3;

	/**
	 * Opens a message.
	 * @param message the message, which knows how long it is
	 * @return its kind and content
	 * @throws InvalidReportException if it does not hold exactly one field
	 */
	static Envelope open(InputStream message) throws InvalidReportException {
		try {
			Kind kind = Kind.of(message.read());
			int length = length(message);
			InvalidReportException.require(length == message.available(), "message", "holds more than one field");
			return new Envelope(kind, length, message);
		}
		catch (IOException ex) {
			throw new InvalidReportException("message", "cannot be decoded");
		}
	}

	/**
	 * Reads the content.
	 * @return the content
	 * @throws InvalidReportException if it is larger than a message of its kind may be
	 */
	byte[] read() throws InvalidReportException {
		InvalidReportException.require(this.length <= this.kind.maxBytes, this.kind.field,
				"is larger than " + this.kind.maxBytes + " bytes");
		try {
			return this.content.readNBytes(this.length);
		}
		catch (IOException ex) {
			throw new InvalidReportException(this.kind.field, "cannot be decoded");
		}
	}

	private static int length(InputStream message) throws IOException, InvalidReportException {
		int length = 0;
		for (int i = 0; i < MAX_LENGTH_BYTES; i++) {
			int next = message.read();
			if (next < 0) {
				break;
			}
			length |= (next & 0x7f) << (7 * i);
			if (next < 0x80) {
				return length;
			}
		}
		throw new InvalidReportException("message", "has no valid length");
	}

	/**
	 * Kind of a message.
	 */
	enum Kind {

		/** Claim of an identity. */
		HELLO("hello", 1, StreamLimits.MAX_HANDSHAKE_BYTES),

		/** Proof of it. */
		PROOF("proof", 2, StreamLimits.MAX_HANDSHAKE_BYTES),

		/** Counts. */
		REPORT("report", 3, StreamLimits.MAX_MESSAGE_BYTES),

		/** Answer to a question. */
		ANSWER("answer", 4, StreamLimits.MAX_ANSWER_BYTES);

		private final String field;

		private final int number;

		private final int maxBytes;

		Kind(String field, int number, int maxBytes) {
			this.field = field;
			this.number = number;
			this.maxBytes = maxBytes;
		}

		private static Kind of(int tag) throws InvalidReportException {
			for (Kind kind : values()) {
				if (tag == ((kind.number << WIRE_TYPE_BITS) | LENGTH_DELIMITED)) {
					return kind;
				}
			}
			throw new InvalidReportException("message", "is of no known kind");
		}

	}

}
