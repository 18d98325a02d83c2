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
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * Check of the signature by which a process proves its key.
 */
final class KeySignature {

	/** Bytes of a raw public key. */
	static final int KEY_BYTES = 32;

	private static final String ALGORITHM = "Ed25519";

	private static final byte[] CONTEXT = "mprpc-reports-v1".getBytes(StandardCharsets.US_ASCII);

	private static final int SIGNATURE_BYTES = 64;

	// SubjectPublicKeyInfo of an Ed25519 key up to the raw key (RFC 8410).
	private static final byte[] PREFIX = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

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
		if (signature.length != SIGNATURE_BYTES) {
			return false;
		}
		try {
			Signature verifier = Signature.getInstance(ALGORITHM);
			verifier.initVerify(decode(Base64.getUrlDecoder().decode(publicKey)));
			verifier.update(signedText(serverName, nonce));
			return verifier.verify(signature);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
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

	private static PublicKey decode(byte[] raw) throws GeneralSecurityException {
		byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + KEY_BYTES);
		System.arraycopy(raw, 0, encoded, PREFIX.length, KEY_BYTES);
		return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
	}

}
