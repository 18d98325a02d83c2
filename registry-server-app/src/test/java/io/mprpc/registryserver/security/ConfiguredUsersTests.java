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

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConfiguredUsers} and the messages for invalid values.
 */
class ConfiguredUsersTests {

	private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();

	private final ConfiguredUsers configuredUsers = new ConfiguredUsers(this.encoder);

	@Test
	void aPlainPasswordIsKeptAsAHash() {
		UserDetails user = this.configuredUsers.of(List.of(user("ann", "plain", Role.OPERATOR))).get(0);
		assertThat(user.getPassword()).startsWith("{bcrypt}");
		assertThat(this.encoder.matches("plain", user.getPassword())).isTrue();
		assertThat(user.getAuthorities()).extracting("authority").containsExactly("ROLE_OPERATOR");
	}

	@Test
	void aHashIsTakenAsItIs() {
		String hash = String.valueOf(this.encoder.encode("secret"));
		assertThat(this.configuredUsers.of(List.of(user("ann", hash, Role.VIEWER))).get(0).getPassword())
			.isEqualTo(hash);
	}

	@Test
	void aUserNeedsAName() {
		assertThatExceptionOfType(SecuritySetupException.class)
			.isThrownBy(() -> this.configuredUsers.of(List.of(user(" ", "secret", Role.VIEWER))))
			.withMessageContaining("rpc.registry-server.security.users[0].name is missing");
	}

	@Test
	void noTwoUsersHaveTheSameName() {
		assertThatExceptionOfType(SecuritySetupException.class)
			.isThrownBy(() -> this.configuredUsers
				.of(List.of(user("ann", "secret", Role.VIEWER), user("Ann", "other", Role.OPERATOR))))
			.withMessageContaining("rpc.registry-server.security.users[1].name names the user 'Ann' a second time");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{unknown}abcdef",
			"a-secret-that-is-much-longer-than-what-bcrypt-looks-at-which-is-seventy-two-bytes-and-no-more" })
	void whatCannotBeAPasswordIsRefusedAndNotRepeated(String password) {
		assertThatExceptionOfType(SecuritySetupException.class)
			.isThrownBy(() -> this.configuredUsers.of(List.of(user("ann", password, Role.VIEWER))))
			.satisfies((ex) -> {
				FailureAnalysis analysis = new SecuritySetupFailureAnalyzer().analyze(ex);
				assertThat(analysis.getDescription()).contains("rpc.registry-server.security.users[0].password")
					.doesNotContain(password);
				assertThat(analysis.getAction()).contains("72 bytes").contains("{bcrypt}");
			});
	}

	private static RegistrySecurityProperties.User user(String name, String password, Role role) {
		RegistrySecurityProperties.User user = new RegistrySecurityProperties.User();
		user.setName(name);
		user.setPassword(password);
		user.setRole(role);
		return user;
	}

}
