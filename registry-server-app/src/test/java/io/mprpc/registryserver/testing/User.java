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

package io.mprpc.registryserver.testing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A user who can log in.
 *
 * @param name the name
 * @param password the password
 * @param role role of the user
 */
public record User(String name, String password, String role) {

	/** An operator. */
	public static final User OPERATOR = new User("olga", "operator-of-the-test", "operator");

	/** A viewer. */
	public static final User VIEWER = new User("victor", "viewer-of-the-test", "viewer");

	/**
	 * Value of an {@code Authorization} header.
	 */
	public String basic() {
		return "Basic " + Base64.getEncoder()
			.encodeToString((this.name + ':' + this.password).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Configures the user.
	 */
	public void addTo(DynamicPropertyRegistry registry, int index) {
		properties(index).forEach((name, value) -> registry.add(name, () -> value));
	}

	List<String> asSystemProperties() {
		return properties(0).entrySet()
			.stream()
			.map((entry) -> "-D" + entry.getKey() + '=' + entry.getValue())
			.toList();
	}

	/**
	 * Arguments that configure the user as the only one.
	 */
	public List<String> asArguments() {
		return properties(0).entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + '=' + entry.getValue())
			.toList();
	}

	private Map<String, String> properties(int index) {
		String prefix = "rpc.registry-server.security.users[" + index + "].";
		return new TreeMap<>(
				Map.of(prefix + "name", this.name, prefix + "password", this.password, prefix + "role", this.role));
	}

}
