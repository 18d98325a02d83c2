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

package io.mprpc.internal.registry;

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
 * Ed25519 key of a process or of a registry server. The public part stands in the nodes
 * that the process has written; the private part never leaves the process. Safe for use
 * by several threads.
 *
 * @since 0.1
 */
public final class ReportKey {

	/** Name of the algorithm of Java's security providers. */
	public static final String ALGORITHM = "Ed25519";

	private static final int PUBLIC_KEY_BYTES = 32;

	private static final int SIGNATURE_BYTES = 64;

	/** What precedes the bytes of a public key in its X.509 encoding (RFC 8410). */
	private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

	private final KeyPair pair;

	private ReportKey(KeyPair pair) {
		this.pair = pair;
	}

	/**
	 * Generates a key.
	 * @return the key
	 * @throws IllegalStateException if no security provider has such keys
	 */
	public static ReportKey generate() {
		try {
			return generate(KeyPairGenerator.getInstance(ALGORITHM));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java cannot make " + ALGORITHM + " keys", ex);
		}
	}

	/**
	 * Generates a key.
	 * @param generator generator of keys of the {@link #ALGORITHM algorithm}
	 * @return the key
	 */
	public static ReportKey generate(KeyPairGenerator generator) {
		return new ReportKey(generator.generateKeyPair());
	}

	/**
	 * Raw public key.
	 * @return 32 bytes
	 */
	public byte[] raw() {
		byte[] x509 = this.pair.getPublic().getEncoded();
		return Arrays.copyOfRange(x509, x509.length - PUBLIC_KEY_BYTES, x509.length);
	}

	/**
	 * Public key as it stands in nodes.
	 * @return the raw key in unpadded Base64 for URLs, 43 characters
	 */
	public String encoded() {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(raw());
	}

	/**
	 * Signs a statement.
	 * @param statement the statement
	 * @return the signature, 64 bytes
	 */
	public byte[] sign(byte[] statement) {
		try {
			Signature signature = Signature.getInstance(ALGORITHM);
			signature.initSign(this.pair.getPrivate());
			signature.update(statement);
			return signature.sign();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java cannot sign with the key that it has generated", ex);
		}
	}

	/**
	 * Whether a signature of a statement was made with a key.
	 * @param publicKey the raw public key in unpadded Base64 for URLs
	 * @param statement the statement
	 * @param signature the signature
	 * @return whether it is valid; {@code false} for what is no key or no signature
	 */
	public static boolean verify(String publicKey, byte[] statement, byte[] signature) {
		if (signature.length != SIGNATURE_BYTES) {
			return false;
		}
		try {
			byte[] raw = Base64.getUrlDecoder().decode(publicKey);
			if (raw.length != PUBLIC_KEY_BYTES) {
				return false;
			}
			byte[] x509 = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + PUBLIC_KEY_BYTES);
			System.arraycopy(raw, 0, x509, X509_PREFIX.length, PUBLIC_KEY_BYTES);
			Signature verifier = Signature.getInstance(ALGORITHM);
			verifier.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509)));
			verifier.update(statement);
			return verifier.verify(signature);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return false;
		}
	}

}
