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
import io.mprpc.registryserver.catalog.model.Overview;
import io.mprpc.registryserver.console.traffic.Plots;
import io.mprpc.registryserver.journal.Journal;
import io.mprpc.registryserver.journal.JournalFilter;
import io.mprpc.registryserver.outage.Outages;
import io.mprpc.registryserver.traffic.Traffic;
import io.mprpc.registryserver.traffic.model.HistoryRange;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * The first page: whether everything can be called, calls of the whole, numbers of the
 * registry and its most recent changes.
 */
@Controller
class OverviewPage {

	private static final int RECENT = 12;

	private final Catalog catalog;

	private final Outages outages;

	private final Traffic traffic;

	private final Journal journal;

	OverviewPage(Catalog catalog, Outages outages, Traffic traffic, Journal journal) {
		this.catalog = catalog;
		this.outages = outages;
		this.traffic = traffic;
		this.journal = journal;
	}

	@GetMapping("/")
	String overview(@ModelAttribute(name = "range", binding = false) HistoryRange range, Model model) {
		Overview overview = this.catalog.overview();
		model.addAttribute("overview", overview);
		model.addAttribute("availability", this.outages.of(overview));
		model.addAttribute("traffic", this.traffic.overview());
		model.addAttribute("plots", Plots.signals("signals", this.traffic.history(range), "traffic", "history"));
		model.addAttribute("attention", ServicesNeedingAttention.of(this.catalog));
		model.addAttribute("recent", this.journal.entries(JournalFilter.newest(RECENT)));
		return "console/overview";
	}

}
