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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Users of the properties, validated.
 */
class ConfiguredUsers {

	private static final String PREFIX = "rpc.registry-server.security.users";

	private final PasswordEncoder encoder;

	ConfiguredUsers(PasswordEncoder encoder) {
		this.encoder = encoder;
	}

	List<UserDetails> of(List<RegistrySecurityProperties.User> users) {
		Map<String, UserDetails> byName = new LinkedHashMap<>();
		for (int i = 0; i < users.size(); i++) {
			RegistrySecurityProperties.User user = users.get(i);
			String property = PREFIX + '[' + i + ']';
			if (user.getName().isBlank()) {
				throw new SecuritySetupException("The property " + property + ".name is missing",
						"Give each user a name, a password and a role (viewer or operator).", null);
			}
			// Spring Security compares names regardless of case.
			String key = user.getName().toLowerCase(Locale.ROOT);
			if (byName.putIfAbsent(key, details(property + ".password", user)) != null) {
				throw new SecuritySetupException(
						"The property " + property + ".name names the user '" + user.getName() + "' a second time",
						"Give each user another name.", null);
			}
		}
		return List.copyOf(byName.values());
	}

	private UserDetails details(String property, RegistrySecurityProperties.User user) {
		return User.withUsername(user.getName())
			.password(password(property, user.getPassword()))
			.authorities(user.getRole().authority())
			.build();
	}

	private String password(String property, String configured) {
		if (configured.isBlank()) {
			throw new SecuritySetupException("The property " + property + " is missing",
					"Set it, plain or as a hash such as {bcrypt}$2a$10$...", null);
		}
		try {
			if (configured.matches("\\{[^{}]+}.+")) {
				// Fails for an unknown kind of hash.
				this.encoder.matches("any", configured);
				return configured;
			}
			return String.valueOf(this.encoder.encode(configured));
		}
		catch (IllegalArgumentException ex) {
			// Without its cause, whose message may contain the configured value.
			throw new SecuritySetupException("The property " + property + " cannot be used as a password",
					"Use at most 72 bytes of plain text, or a hash with the name of its kind before it: "
							+ "{bcrypt} or {pbkdf2@SpringSecurity_v5_8}.",
					null);
		}
	}

}
