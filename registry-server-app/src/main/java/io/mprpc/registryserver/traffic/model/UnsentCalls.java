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

/**
 * Calls of a method that a consumer could not send within the last ten seconds.
 *
 * @param process identity of the consumer
 * @param application name of its application
 * @param service full name of the service
 * @param method simple name of the method
 * @param reason why they were not sent
 * @param perSecond calls per second
 * @param text the reason in words, as the consumer says it, may be empty
 * @param since time of the report with the first of them, as long as no ten seconds
 * passed without any
 * @param last time of the report with the last of them
 * @param muted whether an operator has muted the application
 */
public record UnsentCalls(String process, String application, String service, String method, UnsentReason reason,
		double perSecond, String text, Instant since, Instant last, boolean muted) {

	/**
	 * Whether they mean an outage of the service that nobody has muted.
	 * @return whether they do
	 */
	public boolean isOutage() {
		return this.reason.isOutage() && !this.muted;
	}

}
