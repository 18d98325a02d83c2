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

package io.mprpc.registryserver.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.mprpc.internal.time.TimeSource;
import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Password encoder that caches successful matches for a short time, because scripts send
 * their password with each request and hashing is expensive. The cache holds a keyed
 * digest of the password for each hash, with a key that exists in this process only. A
 * new hash, for example of a changed password, has no cached match.
 */
class RememberingPasswordEncoder implements PasswordEncoder {

	static final Duration REMEMBERED = Duration.ofMinutes(5);

	private static final String ALGORITHM = "HmacSHA256";

	private final PasswordEncoder encoder;

	private final TimeSource time;

	private final SecretKeySpec key;

	// At most one for each user with a correct password.
	private final Map<String, Fit> fits = new ConcurrentHashMap<>();

	RememberingPasswordEncoder(PasswordEncoder encoder, TimeSource time) {
		this.encoder = encoder;
		this.time = time;
		byte[] random = new byte[32];
		new SecureRandom().nextBytes(random);
		this.key = new SecretKeySpec(random, ALGORITHM);
	}

	/** Whether a match of a password and a hash is cached. */
	boolean remembers(@Nullable CharSequence password, @Nullable String hash) {
		Fit fit = (password != null && hash != null) ? this.fits.get(hash) : null;
		if (fit == null) {
			return false;
		}
		if (this.time.nanoTime() - fit.nanos() > REMEMBERED.toNanos()) {
			this.fits.remove(String.valueOf(hash), fit);
			return false;
		}
		return MessageDigest.isEqual(fit.digest(), digest(String.valueOf(password)));
	}

	@Override
	public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
		if (remembers(password, hash)) {
			return true;
		}
		boolean fits = this.encoder.matches(password, hash);
		if (fits && password != null && hash != null) {
			this.fits.put(hash, new Fit(digest(password.toString()), this.time.nanoTime()));
		}
		return fits;
	}

	@Override
	public @Nullable String encode(@Nullable CharSequence password) {
		return this.encoder.encode(password);
	}

	@Override
	public boolean upgradeEncoding(@Nullable String hash) {
		return this.encoder.upgradeEncoding(hash);
	}

	private byte[] digest(String password) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java runtime has " + ALGORITHM, ex);
		}
	}

	/**
	 * A cached match.
	 *
	 * @param digest digest of the password
	 * @param nanos time of the match
	 */
	private record Fit(byte[] digest, long nanos) {

	}

}
