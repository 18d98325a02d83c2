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

package io.mprpc.registryserver.api;

import java.util.function.Supplier;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Thrown when input is malformed: status 400.
 */
@SuppressWarnings("serial")
class InvalidInputException extends ErrorResponseException {

	InvalidInputException(String detail) {
		super(HttpStatus.BAD_REQUEST);
		setDetail(detail);
	}

	/**
	 * Reads input.
	 * @param input conversion of the input. An {@link IllegalArgumentException} is
	 * reported as invalid input, so that it must do nothing else.
	 */
	static <T> T read(Supplier<T> input) {
		try {
			return input.get();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidInputException(String.valueOf(ex.getMessage()));
		}
	}

}
