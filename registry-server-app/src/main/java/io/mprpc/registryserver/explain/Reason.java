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

package io.mprpc.registryserver.explain;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Why consumers do not pick an instance.
 *
 * @param cause what keeps them from it
 * @param text the same as a sentence
 * @param by who commanded it, {@code null} if nobody did or the journal does not know
 * @param at when that was, {@code null} if the journal does not know
 */
public record Reason(Cause cause, String text, @Nullable String by, @Nullable Instant at) {

	static Reason of(Cause cause) {
		return new Reason(cause, cause.text, null, null);
	}

	/**
	 * What keeps consumers from an instance.
	 */
	public enum Cause {

		/** It does not have the method. */
		NO_METHOD("It does not have the method"),

		/** An operator has taken it out of service. */
		INSTANCE_OUT_OF_SERVICE("An operator has taken the instance out of service"),

		/** An operator has taken the method out of service there. */
		METHOD_OUT_OF_SERVICE("An operator has taken the method out of service there"),

		/** An operator has taken its version out of service. */
		VERSION_OUT_OF_SERVICE("An operator has taken its version out of service"),

		/** It says of itself that it is out of service. */
		SAYS_OUT_OF_SERVICE("It says of itself that it is out of service"),

		/** Its metadata in the registry cannot be read. */
		METADATA_UNREADABLE("Its metadata in the registry cannot be read"),

		/** What operators have set for the service cannot be read. */
		RULES_UNREADABLE("What operators have set for the service cannot be read"),

		/** It finishes its calls and takes no new ones. */
		DRAINING("It is draining: it takes no new calls"),

		/** It has weight 0. */
		WEIGHT_ZERO("Its weight is 0");

		private final String text;

		Cause(String text) {
			this.text = text;
		}

	}

}
