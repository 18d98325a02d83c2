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

import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Selection of entries of the journal.
 *
 * @param service service of the entries, {@code null} for any
 * @param endpoint instance of the entries, {@code null} for any
 * @param kinds types of the entries, empty for any
 * @param before number below which to start, {@code null} for the newest
 * @param limit maximum number of entries, from 1 to {@value #MAX_LIMIT}
 */
public record JournalFilter(@Nullable ServiceName service, @Nullable Endpoint endpoint, Set<JournalEventType> kinds,
		@Nullable Long before, int limit) {

	/** Maximum number of entries at once. */
	public static final int MAX_LIMIT = 1000;

	/**
	 * Checks the limit.
	 * @throws IllegalArgumentException if it is out of range
	 */
	public JournalFilter {
		if (limit < 1 || limit > MAX_LIMIT) {
			throw new IllegalArgumentException("Limit " + limit + " is not between 1 and " + MAX_LIMIT);
		}
		kinds = Set.copyOf(kinds);
	}

	/**
	 * The newest entries of any kind.
	 * @param limit maximum number of entries
	 * @return the filter
	 */
	public static JournalFilter newest(int limit) {
		return new JournalFilter(null, null, Set.of(), null, limit);
	}

	boolean matches(JournalEntry entry) {
		return (this.service == null || this.service.equals(entry.service()))
				&& (this.endpoint == null || this.endpoint.equals(entry.endpoint()))
				&& (this.kinds.isEmpty() || this.kinds.contains(entry.kind()))
				&& (this.before == null || entry.id() < this.before);
	}

}
