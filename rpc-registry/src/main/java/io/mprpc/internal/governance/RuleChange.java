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

package io.mprpc.internal.governance;

import java.time.Instant;
import java.util.Objects;

/**
 * Last change of the rules of a service: its author, time and way.
 *
 * @param by name of the operator
 * @param at when
 * @param what the command, as text for readers
 * @since 0.1
 */
public record RuleChange(String by, Instant at, String what) {

	/**
	 * Checks that nothing is missing.
	 */
	public RuleChange {
		Objects.requireNonNull(by, "by");
		Objects.requireNonNull(at, "at");
		Objects.requireNonNull(what, "what");
	}

}
