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
import java.util.Locale;

import io.mprpc.registry.ServiceName;
import io.mprpc.registryserver.traffic.model.ReportingProcess;
import io.mprpc.registryserver.traffic.model.ReportingProcess.State;
import org.jspecify.annotations.Nullable;

/**
 * Filter and page of the list of processes.
 *
 * @param text part of the identity, the application or a service, in any case; empty for
 * all
 * @param state state of the reports, {@code null} for any
 * @param page number of the page, from 0
 * @param size processes on a page, from 1 to {@value #MAX_SIZE}
 */
record ProcessFilter(String text, @Nullable State state, int page, int size) {

	/** Largest number of processes on a page. */
	static final int MAX_SIZE = 500;

	/** Number of processes on a page if none is given. */
	static final int DEFAULT_SIZE = 50;

	ProcessFilter {
		if (page < 0) {
			throw new IllegalArgumentException("Page " + page + " does not exist: the first one is 0");
		}
		if (size < 1 || size > MAX_SIZE) {
			throw new IllegalArgumentException("Size " + size + " is not between 1 and " + MAX_SIZE);
		}
		text = text.strip().toLowerCase(Locale.ROOT);
	}

	/**
	 * The page of the processes that match.
	 * @param processes all processes
	 * @return the page, empty beyond the last one
	 */
	ProcessPage page(List<ReportingProcess> processes) {
		List<ReportingProcess> found = processes.stream().filter(this::matches).toList();
		return new ProcessPage(found.stream().skip((long) this.page * this.size).limit(this.size).toList(), this.page,
				this.size, found.size(), (found.size() + this.size - 1) / this.size);
	}

	private boolean matches(ReportingProcess process) {
		return (this.state == null || this.state == process.state()) && (contains(process.id())
				|| contains(process.application()) || contains(process.provides()) || contains(process.consumes()));
	}

	private boolean contains(List<ServiceName> services) {
		return services.stream().anyMatch((service) -> contains(service.value()));
	}

	private boolean contains(String value) {
		return value.toLowerCase(Locale.ROOT).contains(this.text);
	}

}
