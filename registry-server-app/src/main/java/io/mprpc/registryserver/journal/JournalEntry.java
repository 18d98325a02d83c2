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

package io.mprpc.registryserver.journal;

import java.time.Instant;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Entry of the journal.
 *
 * @param id number of the entry, which only increases, also across restarts
 * @param at time of writing
 * @param kind type of the event
 * @param actor operator who caused it, {@code null} for observed events
 * @param service service that is affected, {@code null} if none
 * @param endpoint instance that is affected, {@code null} if none
 * @param subject subject, as defined by {@link JournalEventType}
 * @param before previous value, as defined by {@link JournalEventType}
 * @param after new value, as defined by {@link JournalEventType}
 */
public record JournalEntry(long id, Instant at, JournalEventType kind, @Nullable String actor,
		@Nullable ServiceName service, @Nullable Endpoint endpoint, @Nullable String subject, @Nullable String before,
		@Nullable String after) {

	static JournalEntry of(long id, Instant at, JournalEvent event) {
		return new JournalEntry(id, at, event.kind(), event.actor(), event.service(), event.endpoint(), event.subject(),
				event.before(), event.after());
	}

}
