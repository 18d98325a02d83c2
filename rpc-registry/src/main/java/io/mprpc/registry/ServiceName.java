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

package io.mprpc.registry;

import java.util.Objects;

import io.mprpc.internal.input.RegistryLimits;

/**
 * Full name of a gRPC service as it stands on the wire, in the registry, in metrics and
 * in the console, for example {@code demo.UserService}.
 *
 * @param value the name: not blank, of at most 255 characters, without a slash, a leading
 * dot or a character that cannot be printed
 * @since 0.1
 */
public record ServiceName(String value) implements Comparable<ServiceName> {

	/**
	 * Checks the name.
	 * @throws IllegalArgumentException if the name cannot be a service's: the message
	 * says why
	 */
	public ServiceName {
		Objects.requireNonNull(value, "value");
		if (value.isBlank()) {
			throw new IllegalArgumentException("A service name must not be blank");
		}
		RegistryLimits.name("A service name", value);
		// A leading dot is reserved for nodes that stand beside methods and services.
		if (value.charAt(0) == '.' || value.indexOf('/') >= 0) {
			throw new IllegalArgumentException(
					"'" + value + "' is not a gRPC service name: it must not start with a dot nor contain a slash");
		}
	}

	/**
	 * Path of a method of this service, for example {@code demo.UserService/Login}.
	 * @param method the method's simple name
	 * @return the full method name as gRPC writes it
	 */
	public String method(String method) {
		return this.value + '/' + method;
	}

	@Override
	public int compareTo(ServiceName other) {
		return this.value.compareTo(other.value);
	}

	@Override
	public String toString() {
		return this.value;
	}

}
