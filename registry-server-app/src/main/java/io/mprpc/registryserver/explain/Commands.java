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

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

import io.mprpc.internal.governance.UnavailabilityReason;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.journal.JournalFilter;
import org.jspecify.annotations.Nullable;

/**
 * Operations that took something of a service out of service, as far back as the journal
 * reaches.
 */
final class Commands {

	private final List<JournalEntry> entries;

	private Commands(List<JournalEntry> entries) {
		this.entries = entries;
	}

	static Commands of(Journal journal, ServiceName service) {
		return new Commands(journal.entries(new JournalFilter(service, null,
				EnumSet.of(JournalEventType.INSTANCE_TAKEN_OUT, JournalEventType.INSTANCE_PUT_BACK,
						JournalEventType.METHOD_TAKEN_OUT, JournalEventType.METHOD_PUT_BACK,
						JournalEventType.VERSION_TAKEN_OUT, JournalEventType.VERSION_PUT_BACK,
						JournalEventType.WEIGHT_SET, JournalEventType.WEIGHT_RESET, JournalEventType.RULE_REMOVED),
				null, JournalFilter.MAX_LIMIT)));
	}

	/**
	 * The operation because of which consumers do not pick an instance.
	 * @param endpoint where the instance takes calls
	 * @param reason the reason
	 * @return the command, {@code null} if there was none or the journal does not contain
	 * it
	 */
	@Nullable JournalEntry of(Endpoint endpoint, UnavailabilityReason reason) {
		if (reason.lifetime() == null) {
			return null;
		}
		return switch (reason.code()) {
			case INSTANCE_OUT_OF_SERVICE ->
				last(endpoint, null, JournalEventType.INSTANCE_TAKEN_OUT, JournalEventType.INSTANCE_PUT_BACK);
			case METHOD_OUT_OF_SERVICE ->
				last(endpoint, reason.method(), JournalEventType.METHOD_TAKEN_OUT, JournalEventType.METHOD_PUT_BACK);
			case VERSION_OUT_OF_SERVICE ->
				last(null, reason.version(), JournalEventType.VERSION_TAKEN_OUT, JournalEventType.VERSION_PUT_BACK);
			case WEIGHT_ZERO -> last(endpoint, null, JournalEventType.WEIGHT_SET, JournalEventType.WEIGHT_RESET);
			default -> null;
		};
	}

	/**
	 * A rule that was removed since and applies again was set elsewhere: its author is
	 * unknown.
	 */
	private @Nullable JournalEntry last(@Nullable Endpoint endpoint, @Nullable String subject, JournalEventType set,
			JournalEventType back) {
		return this.entries.stream()
			.filter((entry) -> Objects.equals(entry.endpoint(), endpoint))
			.filter((entry) -> entry.kind() == JournalEventType.RULE_REMOVED
					|| ((entry.kind() == set || entry.kind() == back)
							&& (subject == null || subject.equals(entry.subject()))))
			.findFirst()
			.filter((entry) -> entry.kind() == set)
			.orElse(null);
	}

}
