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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.mprpc.testing.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RememberingPasswordEncoder}.
 */
class RememberingPasswordEncoderTests {

	private final FakeClock clock = new FakeClock();

	private final AtomicInteger tries = new AtomicInteger();

	private final RememberingPasswordEncoder encoder = new RememberingPasswordEncoder(new PasswordEncoder() {

		@Override
		public String encode(@Nullable CharSequence password) {
			return "hash of " + password;
		}

		@Override
		public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
			RememberingPasswordEncoderTests.this.tries.incrementAndGet();
			return encode(password).equals(hash);
		}

	}, this.clock);

	@Test
	void aPasswordThatWasRightIsNotHashedAgainForAWhile() {
		for (int i = 0; i < 10; i++) {
			assertThat(this.encoder.matches("secret", "hash of secret")).isTrue();
		}
		assertThat(this.tries).hasValue(1);
		this.clock.forward(RememberingPasswordEncoder.REMEMBERED.plus(Duration.ofSeconds(1)));
		assertThat(this.encoder.matches("secret", "hash of secret")).isTrue();
		assertThat(this.tries).hasValue(2);
	}

	@Test
	void aWrongPasswordIsNeverRemembered() {
		assertThat(this.encoder.matches("secret", "hash of secret")).isTrue();
		for (int i = 0; i < 3; i++) {
			assertThat(this.encoder.matches("guess", "hash of secret")).isFalse();
		}
		assertThat(this.tries).hasValue(4);
	}

	@Test
	void aChangedPasswordEndsTheOldOne() {
		assertThat(this.encoder.matches("secret", "hash of secret")).isTrue();
		assertThat(this.encoder.matches("secret", "hash of another")).isFalse();
		assertThat(this.encoder.remembers("secret", "hash of another")).isFalse();
	}

}
