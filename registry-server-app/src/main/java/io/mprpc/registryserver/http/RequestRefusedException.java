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

package io.mprpc.registryserver.http;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * Thrown when a request exceeds a bound or cannot be read. Spring MVC responds with its
 * status; Jackson may wrap it.
 */
@SuppressWarnings("serial")
public class RequestRefusedException extends ErrorResponseException {

	RequestRefusedException(HttpStatus status, String detail, @Nullable Throwable cause) {
		super(status, cause);
		setDetail(detail);
	}

	/**
	 * Finds such an exception among the causes of a failure.
	 * @param failure the failure
	 * @return the exception, if there is one
	 */
	public static Optional<RequestRefusedException> in(Throwable failure) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof RequestRefusedException refused) {
				return Optional.of(refused);
			}
		}
		return Optional.empty();
	}

	String detail() {
		return String.valueOf(getBody().getDetail());
	}

}
