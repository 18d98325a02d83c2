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

package io.mprpc.registryserver.console.process;

import java.util.Locale;
import java.util.stream.Stream;

import io.mprpc.registryserver.traffic.model.ReportingProcess;

/**
 * Filter of the list of processes.
 *
 * @param text part of the identity, the application or a service, in any case; empty for
 * all
 * @param role role of the processes
 * @param reporting whether they report
 */
public record ProcessFilter(String text, Role role, Reporting reporting) {

	private static final int MAX_TEXT = 600;

	/**
	 * Cuts the text to the length of the longest identity.
	 */
	public ProcessFilter {
		text = text.strip();
		text = (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) : text;
	}

	boolean matches(ReportingProcess process) {
		return this.role.matches(process) && this.reporting.matches(process) && hasText(process);
	}

	private boolean hasText(ReportingProcess process) {
		if (this.text.isEmpty()) {
			return true;
		}
		String part = this.text.toLowerCase(Locale.ROOT);
		return Stream.of(Stream.of(process.id(), process.application(), process.host()),
				process.endpoints().stream().map(Object::toString), process.provides().stream().map(Object::toString),
				process.consumes().stream().map(Object::toString))
			.flatMap((texts) -> texts)
			.anyMatch((each) -> each.toLowerCase(Locale.ROOT).contains(part));
	}

	/**
	 * Role of processes in the filter.
	 */
	public enum Role {

		/** Any process. */
		ANY,

		/** Those that provide services, whether they consume some or not. */
		PROVIDER,

		/** Those that reference services, whether they provide some or not. */
		CONSUMER,

		/** Those that do both. */
		BOTH;

		boolean matches(ReportingProcess process) {
			boolean provides = !process.provides().isEmpty();
			boolean consumes = !process.consumes().isEmpty();
			return switch (this) {
				case ANY -> true;
				case PROVIDER -> provides;
				case CONSUMER -> consumes;
				case BOTH -> provides && consumes;
			};
		}

	}

	/**
	 * State of the reports of processes in the filter.
	 */
	public enum Reporting {

		/** Any process. */
		ANY,

		/** Those that report to this server. */
		REPORTING,

		/** Those that do not, whatever the reason. */
		MISSING;

		boolean matches(ReportingProcess process) {
			return switch (this) {
				case ANY -> true;
				case REPORTING -> process.isReporting();
				case MISSING -> !process.isReporting();
			};
		}

	}

}
