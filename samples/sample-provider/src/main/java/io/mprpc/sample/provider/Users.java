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
package io.mprpc.sample.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

/**
 * In-memory users: each instance of this sample knows the users that registered with it,
 * and one predefined user.
 */
@Component
class Users {

	private final Map<String, String> passwords = new ConcurrentHashMap<>(Map.of("zhang san", "123456"));

	boolean matches(String name, String password) {
		return password.equals(this.passwords.get(name));
	}

	boolean add(String name, String password) {
		return this.passwords.putIfAbsent(name, password) == null;
	}

}
