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

package io.mprpc.internal.grpc.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * One call of {@code grpc.health.v1.Health/Check} as HTTP/2 frames (RFC 9113), with
 * headers in the simplest of HPACK's forms (RFC 7541).
 */
public final class HealthCheckFrames {

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int RST_STREAM = 3;

	private static final int SETTINGS = 4;

	private static final int GOAWAY = 7;

	private static final int END_STREAM = 1;

	private static final int END_HEADERS = 4;

	private static final int STREAM = 1;

	// The longest frame that a peer sends unless another size was negotiated.
	private static final int MAX_FRAME = 16_384;

	private static final String STATUS = "grpc-status";

	/** Stands for a status that could not be read. */
	public static final int UNKNOWN_STATUS = -1;

	// Type of the record with which a TLS server answers anything else.
	private static final int TLS_ALERT = 0x15;

	private HealthCheckFrames() {
	}

	/** Preface of a client on a new connection. */
	public static byte[] request() throws IOException {
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
	 * @param connection bytes that the server sends
	 * @return gRPC's code of the call's status, {@value #UNKNOWN_STATUS} if the headers
	 * have another form than that of grpc-java's server
	 * @throws ProtocolException if the server does not speak HTTP/2 in plain text
	 * @throws EOFException if the connection ended first
	 */
	public static int awaitAnswer(InputStream connection) throws IOException {
		DataInputStream in = new DataInputStream(new BufferedInputStream(connection));
		int head = firstByte(in);
		while (true) {
			int length = head << 16 | in.readUnsignedShort();
			int type = in.readUnsignedByte();
			int flags = in.readUnsignedByte();
			int stream = in.readInt() & Integer.MAX_VALUE;
			if (type == GOAWAY) {
				throw new EOFException("it closes the connection");
			}
			boolean last = type == RST_STREAM || ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0);
			if (stream == STREAM && last) {
				return (type == HEADERS && length <= MAX_FRAME) ? status(in.readNBytes(length)) : UNKNOWN_STATUS;
			}
			in.skipNBytes(length);
			head = in.readUnsignedByte();
		}
	}

	private static int firstByte(DataInputStream in) throws IOException {
		int first;
		try {
			first = in.read();
		}
		catch (SocketException ex) {
			first = -1;
		}
		if (first < 0 || first == TLS_ALERT) {
			throw new ProtocolException("it does not speak HTTP/2 in plain text");
		}
		return first;
	}

	// A literal: the name and, after its length, the value.
	private static int status(byte[] headers) {
		String text = new String(headers, StandardCharsets.ISO_8859_1);
		int name = text.indexOf(STATUS);
		int length = name + STATUS.length();
		if (name < 0 || length + 1 >= text.length()) {
			return UNKNOWN_STATUS;
		}
		int end = Math.min(text.length(), length + 1 + text.charAt(length));
		try {
			return Integer.parseInt(text.substring(length + 1, end));
		}
		catch (NumberFormatException ex) {
			return UNKNOWN_STATUS;
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
