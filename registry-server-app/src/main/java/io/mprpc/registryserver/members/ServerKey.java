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

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Ed25519 key of this server, made at its start. The public part stands in its node below
 * {@code /mprpc/.servers}; the private part never leaves the process.
 */
public final class ServerKey {

	private static final String ALGORITHM = "Ed25519";

	private static final int LENGTH = 32;

	/** What precedes the 32 bytes of a public key in its X.509 encoding. */
	private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

	private final KeyPair pair;

	private ServerKey(KeyPair pair) {
		this.pair = pair;
	}

	/**
	 * Makes a key.
	 * @return the key
	 */
	public static ServerKey generate() {
		try {
			return new ServerKey(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java cannot make Ed25519 keys", ex);
		}
	}

	/**
	 * The public key.
	 * @return its 32 bytes in unpadded Base64 for URLs
	 */
	public String encoded() {
		byte[] x509 = this.pair.getPublic().getEncoded();
		return Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(Arrays.copyOfRange(x509, x509.length - LENGTH, x509.length));
	}

	byte[] sign(byte[] statement) {
		try {
			Signature signature = Signature.getInstance(ALGORITHM);
			signature.initSign(this.pair.getPrivate());
			signature.update(statement);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("A statement cannot be signed", ex);
		}
	}

	/** Whether a signature of a statement was made with the key. */
	static boolean verify(String publicKey, byte[] statement, byte[] signature) {
		try {
			byte[] raw = Base64.getUrlDecoder().decode(publicKey);
			if (raw.length != LENGTH) {
				return false;
			}
			byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + LENGTH);
			System.arraycopy(raw, 0, x509, X509_PREFIX.length, LENGTH);
			Signature verifier = Signature.getInstance(ALGORITHM);
			verifier.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509)));
			verifier.update(statement);
			return verifier.verify(signature);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			// Not a key, or not a signature.
			return false;
		}
	}

}
