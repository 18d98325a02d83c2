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
 * Thrown when a command is not carried out. The message says why and what to do.
 */
@SuppressWarnings("serial")
public class CommandRefusedException extends RuntimeException {

	private final Reason reason;

	/**
	 * Refuses a command.
	 * @param reason why
	 * @param message why, for people
	 */
	public CommandRefusedException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Refuses a command because something failed.
	 * @param reason why
	 * @param message why, for people
	 * @param cause what failed
	 */
	public CommandRefusedException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Why the command is not carried out.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a command is not carried out.
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

		/** Nothing is set for the endpoint. */
		UNKNOWN_RULE,

		/** The service has an instance, a consumer or rules. */
		IN_USE,

		/** What is asked for is not possible. */
		INVALID,

		/** A method would have no instance in service any more. */
		LAST_IN_SERVICE,

		/** What is set for the instance already lasts for another time. */
		OTHER_LIFETIME,

		/** Somebody else has changed the rules meanwhile. */
		CHANGED_MEANWHILE,

		/** The present rules cannot be read and so are not replaced. */
		UNREADABLE,

		/** The registry is out of reach, or refuses. */
		UNREACHABLE

	}

}
