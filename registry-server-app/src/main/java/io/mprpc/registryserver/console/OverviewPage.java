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

import io.mprpc.registryserver.catalog.Catalog;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalFilter;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The first page: state of the registry, its numbers and its most recent changes.
 */
@Controller
class OverviewPage {

	private static final int RECENT = 12;

	private final Catalog catalog;

	private final Journal journal;

	OverviewPage(Catalog catalog, Journal journal) {
		this.catalog = catalog;
		this.journal = journal;
	}

	@GetMapping("/")
	String overview(Model model) {
		model.addAttribute("overview", this.catalog.overview());
		model.addAttribute("attention", ServicesNeedingAttention.of(this.catalog));
		model.addAttribute("recent", this.journal.entries(JournalFilter.newest(RECENT)));
		return "console/overview";
	}

}
