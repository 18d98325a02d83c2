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

package io.mprpc.internal.consumer;

/**
 * Exception thrown when no stub can be injected for an
 * {@link io.mprpc.RpcReference @RpcReference}: the annotation stands where no stub fits,
 * or there is no way to call the service.
 *
 * @since 0.1
 */
public class InvalidReferenceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates the exception.
	 * @param message the problem, as a sentence
	 * @param action the action to take, as a sentence
	 */
	public InvalidReferenceException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * The action to take.
	 * @return a sentence or two
	 */
	public String action() {
		return this.action;
	}

}
