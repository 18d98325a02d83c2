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

package io.mprpc.registryserver.operation;

/**
 * Thrown when a command is not carried out. The message states the reason and what to do.
 */
@SuppressWarnings("serial")
public class CommandRefusedException extends RuntimeException {

	private final Reason reason;

	/**
	 * Refuses a command.
	 * @param reason the reason
	 * @param message explanation for display
	 */
	public CommandRefusedException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Refuses a command because something failed.
	 * @param reason the reason
	 * @param message explanation for display
	 * @param cause the failure
	 */
	public CommandRefusedException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Reason of the refusal.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Reason why a command is refused.
	 */
	public enum Reason {

		/** The registry does not know the service. */
		UNKNOWN_SERVICE,

		/** No such instance offers the service. */
		UNKNOWN_INSTANCE,

		/** The instance does not have the method. */
		UNKNOWN_METHOD,

		/** No instance has the version. */
		UNKNOWN_VERSION,

		/** No process of the application references a service. */
		UNKNOWN_CONSUMER,

		/** No rule is set for the endpoint. */
		UNKNOWN_RULE,

		/** The service has an instance, a consumer or rules. */
		IN_USE,

		/** The command is invalid. */
		INVALID,

		/** A method would have no instance in service any more. */
		LAST_IN_SERVICE,

		/** The existing rule of the instance has another lifetime. */
		OTHER_LIFETIME,

		/** The rules have been changed in the meantime. */
		CHANGED_MEANWHILE,

		/** The current rules cannot be read and are therefore not replaced. */
		UNREADABLE,

		/** The registry is unreachable or denies access. */
		UNREACHABLE

	}

}
