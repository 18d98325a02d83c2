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
 * Maps missing resources and malformed names to the page for status 404.
 */
final class NotFound {

	private NotFound() {
	}

	/**
	 * Looks something up.
	 * @param name its name in the request
	 * @param form parser of the name, which throws an {@link IllegalArgumentException} if
	 * it is malformed
	 * @param lookup lookup by the parsed name
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
