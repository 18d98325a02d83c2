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

package io.mprpc.provider;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * One call of {@code grpc.health.v1.Health/Check} as HTTP/2 frames (RFC 9113), with
 * headers in the simplest of HPACK's forms (RFC 7541).
 */
final class HealthCheckFrames {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int RST_STREAM = 3;

	private static final int SETTINGS = 4;

	private static final int GOAWAY = 7;

	private static final int END_STREAM = 1;

	private static final int END_HEADERS = 4;

	private static final int STREAM = 1;

	private HealthCheckFrames() {
	}

	/** What a client sends on a new connection. */
	static byte[] request() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
		frame(out, SETTINGS, 0, 0, new byte[0]);
		frame(out, HEADERS, END_HEADERS, STREAM, headers());
		// An empty message: not compressed, no length.
		frame(out, DATA, END_STREAM, STREAM, new byte[5]);
		return out.toByteArray();
	}

	/**
	 * Reads until the call has ended, however it did.
	 * @throws EOFException if the connection ended first
	 */
	static void awaitAnswer(InputStream connection) throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(connection));
		while (true) {
			int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
			int type = in.readUnsignedByte();
			int flags = in.readUnsignedByte();
			int stream = in.readInt() & Integer.MAX_VALUE;
			if (type == GOAWAY) {
				throw new EOFException("the server closes the connection");
			}
			boolean last = type == RST_STREAM || ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0);
			if (stream == STREAM && last) {
				return;
			}
			in.skipNBytes(length);
		}
	}

	private static byte[] headers() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		// ":method: POST" and ":scheme: http" stand in HPACK's static table, and so do
		// the
		// names of all others but "te"; none is added to the dynamic one.
		out.write(0x83);
		out.write(0x86);
		out.write(0x04);
		text(out, "/grpc.health.v1.Health/Check");
		out.write(0x01);
		text(out, "localhost");
		out.write(0x0f);
		out.write(0x10);
		text(out, "application/grpc");
		out.write(0x00);
		text(out, "te");
		text(out, "trailers");
		return out.toByteArray();
	}

	private static void text(ByteArrayOutputStream out, String text) throws IOException {
		out.write(text.length());
		out.write(bytes(text));
	}

	private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload)
			throws IOException {
		out.write(new byte[] { 0, (byte) (payload.length >> 8), (byte) payload.length, (byte) type, (byte) flags, 0, 0,
				0, (byte) stream });
		out.write(payload);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
