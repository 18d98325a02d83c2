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

package io.mprpc.registryserver.traffic.model;

import java.time.Instant;
import java.util.List;

import io.mprpc.registry.Endpoint;
import io.mprpc.registry.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * A process that the registry knows as a provider or a consumer.
 *
 * @param id its identity, application@host:pid:uuid; the endpoint for a provider that has
 * never reported
 * @param application name of its application, may be empty
 * @param host host that it runs on
 * @param pid its process id, 0 if not known
 * @param endpoints endpoints at which it takes calls, empty if it only consumes
 * @param provides services that it provides
 * @param consumes services that it references
 * @param state state of its reports
 * @param since when it began to report to this server, {@code null} if it does not
 * @param lastReport time of its last report, {@code null} if there is none
 * @param software name and version of the implementation that reports, may be empty
 * @param dropped number of series and reports of it that were dropped
 * @param droppedReason reason of the last that was dropped, or for which the process was
 * refused, {@code null} if there is none
 * @param muted whether an operator has muted the application
 */
public record ReportingProcess(String id, String application, String host, long pid, List<Endpoint> endpoints,
		List<ServiceName> provides, List<ServiceName> consumes, State state, @Nullable Instant since,
		@Nullable Instant lastReport, String software, long dropped, @Nullable String droppedReason, boolean muted) {

	/**
	 * Copies the lists.
	 */
	public ReportingProcess {
		endpoints = List.copyOf(endpoints);
		provides = List.copyOf(provides);
		consumes = List.copyOf(consumes);
	}

	/**
	 * Whether its stream is accepted.
	 * @return whether it is, with or without reports so far
	 */
	public boolean isReporting() {
		return this.state == State.REPORTING || this.state == State.CONNECTED;
	}

	/**
	 * State of the reports of a process.
	 */
	public enum State {

		/** It reports. */
		REPORTING,

		/** Its stream is accepted, and two reports are awaited for the first rates. */
		CONNECTED,

		/** It does not report to this server. */
		SILENT,

		/** This server has refused or disconnected it; the reason is known. */
		REFUSED

	}

}
