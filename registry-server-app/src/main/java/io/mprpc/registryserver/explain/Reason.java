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

import io.mprpc.internal.governance.RuleLifetime;
import io.mprpc.internal.governance.UnavailabilityReason;
import io.mprpc.registryserver.journal.JournalEntry;
import org.jspecify.annotations.Nullable;

/**
 * Reason why consumers do not pick an instance.
 *
 * @param code kind of the reason
 * @param method simple name of the method that it applies to, {@code null} if it applies
 * to the whole instance
 * @param version version that is out of service, {@code null} if not applicable
 * @param lifetime lifetime of the rule, {@code null} if the reason is not a rule
 * @param text the reason as a sentence, in the language of the request
 * @param by operator who set the rule, {@code null} if not applicable or unknown
 * @param at time at which the rule was set, {@code null} if not applicable or unknown
 */
public record Reason(UnavailabilityReason.Code code, @Nullable String method, @Nullable String version,
		@Nullable RuleLifetime lifetime, String text, @Nullable String by, @Nullable Instant at) {

	static Reason of(UnavailabilityReason reason, String text, @Nullable JournalEntry command) {
		return new Reason(reason.code(), reason.method(), reason.version(), reason.lifetime(), text,
				(command != null) ? command.actor() : null, (command != null) ? command.at() : null);
	}

}
