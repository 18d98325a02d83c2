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

package io.mprpc.registryserver.tryit;

/**
 * Thrown when a method is not called. The message states the reason and what to do.
 */
@SuppressWarnings("serial")
public class InvocationRefusedException extends RuntimeException {

	private final Reason reason;

	InvocationRefusedException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Reason why it is not called.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Reason why a method is not called.
	 */
	public enum Reason {

		/** Manual method invocation is disabled. */
		DISABLED,

		/** No such instance offers the service. */
		UNKNOWN_INSTANCE,

		/** The instance names an address that this server does not connect to. */
		ADDRESS_NOT_ALLOWED,

		/** Another process answers at the address of the instance. */
		OTHER_PROCESS,

		/** The instance does not have such a unary method. */
		UNKNOWN_METHOD,

		/** The request, its metadata or its deadline cannot be sent. */
		INVALID,

		/** There are too many concurrent calls. */
		BUSY,

		/** The instance is unreachable. */
		UNREACHABLE,

		/** The instance has no server reflection. */
		NO_REFLECTION

	}

}
