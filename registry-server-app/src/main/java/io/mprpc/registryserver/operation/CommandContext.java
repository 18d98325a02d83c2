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

import org.jspecify.annotations.Nullable;

/**
 * Author and conditions of a command.
 *
 * @param actor name of the operator, for the journal and the rules
 * @param force whether to proceed even if it takes the last instance of a method out of
 * service, or changes the lifetime of other rules of the instance
 * @param expectedRulesVersion version of the service's rules that the operator has seen:
 * the command is refused if they have changed since; {@code null} to skip the check
 */
public record CommandContext(String actor, boolean force, @Nullable Integer expectedRulesVersion) {

	/**
	 * Creates a context without force and without an expected version.
	 * @param actor name of the operator
	 * @return the context
	 */
	public static CommandContext of(String actor) {
		return new CommandContext(actor, false, null);
	}

}
