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

package io.mprpc.registryserver.console;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalEntry;
import io.mprpc.registryserver.journal.JournalEventType;
import io.mprpc.registryserver.journal.JournalFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page of the journal.
 */
@Controller
class ChangesPage {

	private static final int SIZE = 100;

	private final Journal journal;

	ChangesPage(Journal journal) {
		this.journal = journal;
	}

	@GetMapping("/changes")
	String changes(@RequestParam(defaultValue = "") String service, @RequestParam(defaultValue = "") String endpoint,
			@RequestParam(defaultValue = "ANY") Which which, @RequestParam(required = false) @Nullable Long before,
			Model model) {
		model.addAttribute("service", service.strip());
		model.addAttribute("endpoint", endpoint.strip());
		model.addAttribute("which", which);
		model.addAttribute("whiches", Which.values());
		model.addAttribute("newest", before == null);
		JournalFilter filter;
		try {
			filter = new JournalFilter(service.isBlank() ? null : new ServiceName(service.strip()),
					endpoint.isBlank() ? null : Endpoint.parse(endpoint.strip()), which.kinds(), before, SIZE + 1);
		}
		catch (IllegalArgumentException ex) {
			model.addAttribute("changes", List.of());
			model.addAttribute("wrong", ex.getMessage());
			return "console/changes";
		}
		show(filter, model);
		return "console/changes";
	}

	private void show(JournalFilter filter, Model model) {
		List<JournalEntry> entries = this.journal.entries(filter);
		boolean more = entries.size() > SIZE;
		List<JournalEntry> shown = more ? entries.subList(0, SIZE) : entries;
		model.addAttribute("changes", shown);
		model.addAttribute("next", more ? shown.get(SIZE - 1).id() : null);
	}

	/**
	 * Filter of the entries to show.
	 */
	enum Which {

		/** All. */
		ANY,

		/** Operations. */
		COMMANDS,

		/** Observed events. */
		SEEN;

		Set<JournalEventType> kinds() {
			return (this == ANY) ? Set.of()
					: Arrays.stream(JournalEventType.values())
						.filter((kind) -> kind.isCommand() == (this == COMMANDS))
						.collect(Collectors.toSet());
		}

	}

}
