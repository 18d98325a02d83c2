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

package io.mprpc.registryserver.reports.reading;

/**
 * Reason for which something that a process sent is dropped, while its stream goes on.
 */
public enum DropReason {

	/** Series about something of which the process has no node. */
	NOT_OWNED("series of services below which no node has its key"),

	/** Methods and instances that do not exist, beyond a bound. */
	UNKNOWN("calls of methods and instances that are not registered"),

	/** More series than a report or a stream may have. */
	TOO_MANY_SERIES("more series than a process may report"),

	/** The server holds as many series of all processes as it can. */
	SERVER_FULL("series for which this server has no room"),

	/** A second series of the same name, or a kind that this server does not know. */
	NOT_UNDERSTOOD("series that are repeated or of an unknown kind"),

	/** Reports beyond the rate. */
	TOO_FAST("reports that come too fast"),

	/** Answers to no question, or after its deadline. */
	LATE_ANSWER("answers that are not awaited");

	private final String text;

	DropReason(String text) {
		this.text = text;
	}

	/**
	 * The reason for people.
	 * @return what is dropped, in the plural
	 */
	public String text() {
		return this.text;
	}

}
