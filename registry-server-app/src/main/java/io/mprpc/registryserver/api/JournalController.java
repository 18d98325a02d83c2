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

package io.mprpc.registryserver.api;

import java.util.List;
import java.util.Set;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.journal.JournalFilter;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * REST endpoint that reads the journal.
 */
@RestController
@RequestMapping(path = "/api/v1/journal", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Journal", description = "Journal of registrations, status changes and operations")
class JournalController {

	private final Journal journal;

	JournalController(Journal journal) {
		this.journal = journal;
	}

	@GetMapping
	@Operation(summary = "Entries, newest first")
	List<JournalEntry> entries(@RequestParam(required = false) @Nullable ServiceName service,
			@RequestParam(required = false) @Nullable Endpoint instance,
			@RequestParam(required = false) @Nullable Set<JournalEventType> kind,
			@Parameter(description = "Number of an entry: only older ones are returned") @RequestParam(
					required = false) @Nullable Long before,
			@RequestParam(defaultValue = "100") int limit) {
		return this.journal.entries(InvalidInputException
			.read(() -> new JournalFilter(service, instance, (kind != null) ? kind : Set.of(), before, limit)));
	}

}
