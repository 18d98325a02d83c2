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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.mprpc.internal.registry.ReportKey;

/**
 * Check of the signature by which a process proves its key.
 */
final class KeySignature {

	/** Bytes of a raw public key. */
	static final int KEY_BYTES = 32;

	private static final byte[] CONTEXT = "mprpc-reports-v1".getBytes(StandardCharsets.US_ASCII);

	private KeySignature() {
	}

	/**
	 * Whether a signature is that of a key for a stream to this server.
	 * @param publicKey raw key in unpadded Base64 for URLs
	 * @param serverName name of the server's node
	 * @param nonce nonce of the stream
	 * @param signature the signature
	 * @return whether it is valid
	 */
	static boolean isValid(String publicKey, String serverName, byte[] nonce, byte[] signature) {
		return ReportKey.verify(publicKey, signedText(serverName, nonce), signature);
	}

	static byte[] signedText(String serverName, byte[] nonce) {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		text.writeBytes(CONTEXT);
		text.write(0);
		text.writeBytes(serverName.getBytes(StandardCharsets.UTF_8));
		text.write(0);
		text.writeBytes(nonce);
		return text.toByteArray();
	}

}
