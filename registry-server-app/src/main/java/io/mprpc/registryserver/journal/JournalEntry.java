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
 * One line of the journal.
 *
 * @param id number of the line, which only grows, restarts included
 * @param at when it was written
 * @param kind what happened
 * @param actor who commanded it, {@code null} for what was seen to happen
 * @param service service that it happened to, {@code null} if to none
 * @param endpoint instance that it happened to, {@code null} if to none
 * @param subject what it is about, as {@link JournalEventType} tells
 * @param before what was before, as {@link JournalEventType} tells
 * @param after what is now, as {@link JournalEventType} tells
 */
public record JournalEntry(long id, Instant at, JournalEventType kind, @Nullable String actor,
		@Nullable ServiceName service, @Nullable Endpoint endpoint, @Nullable String subject, @Nullable String before,
		@Nullable String after) {

	static JournalEntry of(long id, Instant at, JournalEvent event) {
		return new JournalEntry(id, at, event.kind(), event.actor(), event.service(), event.endpoint(), event.subject(),
				event.before(), event.after());
	}

}
