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

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Codec of journal entries as lines of JSON.
 */
final class JournalLines {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
		.build();

	private JournalLines() {
	}

	static String write(List<JournalEntry> entries) {
		StringBuilder lines = new StringBuilder();
		for (JournalEntry entry : entries) {
			lines.append(MAPPER.writeValueAsString(Line.of(entry))).append('\n');
		}
		return lines.toString();
	}

	/** The entry, {@code null} if the line is truncated or from a later version. */
	static @Nullable JournalEntry read(String line) {
		try {
			return MAPPER.readValue(line, Line.class).entry();
		}
		catch (JacksonException | IllegalArgumentException | DateTimeException | NullPointerException ex) {
			return null;
		}
	}

	/** JSON form of an entry. */
	private record Line(long id, String at, String kind, @Nullable String actor, @Nullable String service,
			@Nullable String endpoint, @Nullable String subject, @Nullable String before, @Nullable String after) {

		static Line of(JournalEntry entry) {
			ServiceName service = entry.service();
			Endpoint endpoint = entry.endpoint();
			return new Line(entry.id(), entry.at().toString(), entry.kind().name(), entry.actor(),
					(service != null) ? service.value() : null, (endpoint != null) ? endpoint.toString() : null,
					entry.subject(), entry.before(), entry.after());
		}

		JournalEntry entry() {
			return new JournalEntry(this.id, Instant.parse(this.at), JournalEventType.valueOf(this.kind), this.actor,
					(this.service != null) ? new ServiceName(this.service) : null,
					(this.endpoint != null) ? Endpoint.parse(this.endpoint) : null, this.subject, this.before,
					this.after);
		}

	}

}
