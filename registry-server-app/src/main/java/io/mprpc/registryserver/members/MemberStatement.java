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

package io.mprpc.registryserver.members;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Statement that a member signs to prove who it is. It names both members and holds the
 * nonce of the other, so that a signature proves nothing anywhere else.
 *
 * @param asked name of the asked member
 * @param asking name of the asking member
 */
record MemberStatement(String asked, String asking) {

	static final int NONCE_LENGTH = 32;

	private static final SecureRandom random = new SecureRandom();

	static byte[] nonce() {
		byte[] nonce = new byte[NONCE_LENGTH];
		random.nextBytes(nonce);
		return nonce;
	}

	byte[] ofAsked(byte[] nonce) {
		return statement("mprpc-history-v1-answer", nonce);
	}

	byte[] ofAsking(byte[] nonce) {
		return statement("mprpc-history-v1-ask", nonce);
	}

	private byte[] statement(String context, byte[] nonce) {
		ByteArrayOutputStream statement = new ByteArrayOutputStream();
		for (String part : new String[] { context, this.asked, this.asking }) {
			statement.writeBytes(part.getBytes(StandardCharsets.UTF_8));
			statement.write(0);
		}
		statement.writeBytes(nonce);
		return statement.toByteArray();
	}

}
