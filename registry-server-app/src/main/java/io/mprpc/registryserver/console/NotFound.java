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

package io.mprpc.registryserver.console;

import java.util.Optional;
import java.util.function.Function;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * Turns what is not there, and names that cannot be any, into the page that says so.
 */
final class NotFound {

	private NotFound() {
	}

	/**
	 * Looks something up.
	 * @param name its name as the request has it
	 * @param form reads the name, and throws an {@link IllegalArgumentException} if it
	 * cannot be one
	 * @param lookup looks it up
	 */
	static <N, T> T unless(String name, Function<String, N> form, Function<N, Optional<T>> lookup) {
		N read;
		try {
			read = form.apply(name);
		}
		catch (IllegalArgumentException ex) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, ex);
		}
		return unless(lookup.apply(read));
	}

	static <T> T unless(Optional<T> found) {
		return found.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

}
