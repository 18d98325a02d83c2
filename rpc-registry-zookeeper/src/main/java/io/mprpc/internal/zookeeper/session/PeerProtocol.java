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

package io.mprpc.internal.zookeeper.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The protocol of a server, recognized by the first bytes of its answer.
 */
enum PeerProtocol {

	/** ZooKeeper's own. */
	ZOOKEEPER,

	/** A TLS record. */
	TLS,

	/** HTTP/1. */
	HTTP,

	/** HTTP/2 without TLS. */
	HTTP2,

	/** Secure Shell. */
	SSH,

	/** Not known. */
	OTHER,

	/** No answer. */
	NONE;

	private static final int TLS_ALERT = 0x15;

	private static final int TLS_HANDSHAKE = 0x16;

	private static final int HEADER = 9;

	private static final int HTTP2_SETTINGS = 4;

	private static final int SESSION_TIMEOUT_MILLIS = 1000;

	/**
	 * Tells a protocol.
	 * @param answer the first bytes of an answer
	 */
	static PeerProtocol of(byte[] answer) {
		if (answer.length == 0) {
			return NONE;
		}
		String text = new String(answer, StandardCharsets.ISO_8859_1);
		if (text.startsWith("HTTP/")) {
			return HTTP;
		}
		if (text.startsWith("SSH-")) {
			return SSH;
		}
		if ((answer[0] == TLS_ALERT || answer[0] == TLS_HANDSHAKE) && (answer.length == 1 || answer[1] == 3)) {
			return TLS;
		}
		return (answer.length < HEADER) ? OTHER : framed(ByteBuffer.wrap(answer));
	}

	private static PeerProtocol framed(ByteBuffer answer) {
		// Length, type, flags and stream of the first frame.
		if (answer.get(3) == HTTP2_SETTINGS && answer.get(4) == 0 && answer.getInt(5) == 0) {
			return HTTP2;
		}
		// Length and protocol version of a session's answer, with or without a last flag.
		int length = answer.getInt(0);
		return ((length == 36 || length == 37) && answer.getInt(4) == 0) ? ZOOKEEPER : OTHER;
	}

	/**
	 * Asks to resume a session by a password that no server gave out: ZooKeeper answers
	 * that there is none. The empty line behind it brings servers of text protocols to an
	 * answer.
	 */
	static byte[] zooKeeperRequest() {
		byte[] password = new byte[16];
		return ByteBuffer.allocate(4 + 4 + 8 + 4 + 8 + 4 + password.length + 1 + 4)
			.putInt(45)
			.putInt(0)
			.putLong(0)
			.putInt(SESSION_TIMEOUT_MILLIS)
			.putLong(1)
			.putInt(password.length)
			.put(password)
			.put((byte) 0)
			.put("\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
			.array();
	}

	/** The smallest greeting of TLS 1.2, which each version answers, if by a refusal. */
	static byte[] tlsRequest() {
		int body = 2 + 32 + 1 + 2 + 4 + 2;
		return ByteBuffer.allocate(5 + 4 + body)
			.put((byte) TLS_HANDSHAKE)
			.putShort((short) 0x0301)
			.putShort((short) (4 + body))
			.putInt(0x01000000 | body)
			.putShort((short) 0x0303)
			.put(new byte[32])
			.put((byte) 0)
			.putShort((short) 4)
			.putShort((short) 0xc02f)
			.putShort((short) 0xc02b)
			.putShort((short) 0x0100)
			.array();
	}

	/** A question that every HTTP server answers. */
	static byte[] httpRequest() {
		return "HEAD / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
	}

}
