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

import io.mprpc.testing.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoginThrottle}.
 */
class LoginThrottleTests {

	private final FakeClock clock = new FakeClock();

	private final LoginThrottle throttle = new LoginThrottle(this.clock);

	@Test
	void anAddressWaitsLongerAfterEachFailureUpToAMinute() {
		fail("10.0.0.1", "olga", LoginThrottle.FREE_TRIES);
		for (int expected : new int[] { 1, 2, 4, 8, 16, 32, 60, 60 }) {
			Duration wait = this.throttle.begin("10.0.0.1", "olga");
			assertThat(wait).isEqualTo(Duration.ofSeconds(expected));
			assertThat(this.throttle.begin("10.0.0.1", "another name")).isEqualTo(wait);
			this.clock.forward(wait);
			fail("10.0.0.1", "olga", 1);
		}
	}

	@Test
	void triesAtTheSameTimeCountBeforeTheyHaveFailed() {
		for (int i = 0; i < LoginThrottle.FREE_TRIES; i++) {
			assertThat(this.throttle.begin("10.0.0.1", "olga")).isZero();
		}
		assertThat(this.throttle.begin("10.0.0.1", "olga")).isPositive();
		assertThat(this.throttle.failures("10.0.0.1")).as("failed so far").isZero();
	}

	@Test
	void askingEarlyMakesTheWaitNoLonger() {
		fail("10.0.0.1", "olga", LoginThrottle.FREE_TRIES);
		for (int i = 0; i < 1000; i++) {
			assertThat(this.throttle.begin("10.0.0.1", "olga")).isEqualTo(Duration.ofSeconds(1));
		}
	}

	@Test
	void whoIsGuessedAtFromManyAddressesIsNotLockedOut() {
		for (int i = 0; i < LoginThrottle.USER_UNDER_ATTACK; i++) {
			fail("10.0.1." + i, "olga", 1);
		}
		assertThat(this.throttle.remaining("10.0.1.1", "olga")).as("a further guess").isPositive();
		assertThat(this.throttle.remaining("10.0.0.9", "olga")).as("olga herself").isZero();
		assertThat(this.throttle.remaining("10.0.1.1", "victor")).as("another user").isZero();
	}

	@Test
	void whatSucceedsDoesNotCountAndFailuresAreForgotten() {
		for (int i = 0; i < 100; i++) {
			succeed("10.0.0.1", "olga");
		}
		fail("10.0.0.1", "olga", LoginThrottle.FREE_TRIES);
		this.clock.forward(LoginThrottle.FORGOTTEN_AFTER.plusSeconds(1));
		fail("10.0.0.1", "olga", LoginThrottle.FREE_TRIES);
	}

	@Test
	void aSuccessOfOneUserDoesNotPardonGuessesAtAnother() {
		for (int i = 0; i < LoginThrottle.FREE_TRIES; i++) {
			succeed("10.0.0.1", "mallory");
			fail("10.0.0.1", "olga", 1);
		}
		assertThat(this.throttle.remaining("10.0.0.1", "olga")).isPositive();
	}

	@Test
	void whatIsRememberedIsBounded() {
		for (int i = 0; i < 30_000; i++) {
			this.throttle.begin("address " + i, "user " + i);
		}
		assertThat(this.throttle.remembered()).isEqualTo(11_000);
	}

	@Test
	void failuresAreCountedByAddress() {
		fail("127.0.0.1", "olga", 2);
		fail("127.0.0.2", "olga", 1);
		assertThat(this.throttle.failures("127.0.0.1")).isEqualTo(2);
		assertThat(this.throttle.failures("127.0.0.2")).isEqualTo(1);
		assertThat(this.throttle.failures("127.0.0.3")).isZero();
		this.clock.forward(LoginThrottle.FORGOTTEN_AFTER);
		assertThat(this.throttle.failures("127.0.0.1")).isEqualTo(2);
		this.clock.forward(Duration.ofNanos(1));
		assertThat(this.throttle.failures("127.0.0.1")).isZero();
	}

	private void fail(String address, String user, int times) {
		for (int i = 0; i < times; i++) {
			assertThat(this.throttle.begin(address, user)).isZero();
			this.throttle.ended(address, user, true);
		}
	}

	private void succeed(String address, String user) {
		assertThat(this.throttle.begin(address, user)).isZero();
		this.throttle.ended(address, user, false);
	}

}
