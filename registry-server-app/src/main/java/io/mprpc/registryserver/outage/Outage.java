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

package io.mprpc.registryserver.outage;

import java.time.Instant;
import java.util.List;

import io.mprpc.registryserver.traffic.model.UnsentReason;

/**
 * Calls of one method that consumers could not send within the last ten seconds, for one
 * reason for which the service is at fault.
 *
 * @param service full name of the service
 * @param method simple name of the method
 * @param reason why they were not sent
 * @param perSecond calls per second of all these consumers
 * @param text the reason in words, as the consumer with the most calls says it, may be
 * empty
 * @param since time of the report with the first of them
 * @param consumers who could not send them, the most first
 */
public record Outage(String service, String method, UnsentReason reason, double perSecond, String text, Instant since,
		List<Caller> consumers) {

	/**
	 * Copies the consumers.
	 */
	public Outage {
		consumers = List.copyOf(consumers);
	}

	/**
	 * A consumer that could not send calls.
	 *
	 * @param process identity of the process
	 * @param application name of its application
	 * @param perSecond calls per second
	 */
	public record Caller(String process, String application, double perSecond) {

	}

}
