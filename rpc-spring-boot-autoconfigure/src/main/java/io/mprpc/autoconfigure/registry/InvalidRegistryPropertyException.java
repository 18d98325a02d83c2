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

package io.mprpc.autoconfigure.registry;

import java.io.Serial;

/**
 * Exception for a property of the registry whose value cannot be used.
 */
class InvalidRegistryPropertyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String property;

	private final String value;

	private final String reason;

	InvalidRegistryPropertyException(String property, Object value, String reason) {
		super("'" + value + "' cannot be the value of " + property + ": " + reason);
		this.property = property;
		this.value = String.valueOf(value);
		this.reason = reason;
	}

	InvalidRegistryPropertyException(String property, Object value, IllegalArgumentException cause) {
		this(property, value, String.valueOf(cause.getMessage()));
		initCause(cause);
	}

	String property() {
		return this.property;
	}

	String value() {
		return this.value;
	}

	String reason() {
		return this.reason;
	}

}
