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

package io.mprpc.internal.provider;

import java.io.Serial;

import org.jspecify.annotations.Nullable;

/**
 * Exception thrown at start-up when a bean cannot be provided as a remote service as it
 * is.
 *
 * @since 0.1
 */
public class InvalidRpcServiceException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String action;

	InvalidRpcServiceException(String message, String action) {
		this(message, action, null);
	}

	InvalidRpcServiceException(String message, String action, @Nullable Throwable cause) {
		super(message, cause);
		this.action = action;
	}

	/**
	 * The action to take.
	 * @return the advice
	 */
	public String getAction() {
		return this.action;
	}

}
