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

import java.util.List;

import io.mprpc.registryserver.traffic.model.UnsentCalls;

/**
 * Whether all services can be called: one answer for pages, the API, health and meters.
 *
 * @param level the answer
 * @param unavailableServices services of which no instance, or of a method no instance,
 * takes calls, as the registry shows it; without those of which only the name is left
 * @param outages calls that consumers could not send although they may expect to, the
 * most first
 * @param ownFaults calls that consumers could not send for reasons of their own, and
 * those of muted consumers, the most first
 */
public record Availability(Level level, int unavailableServices, List<Outage> outages, List<UnsentCalls> ownFaults) {

	/**
	 * Copies the lists.
	 */
	public Availability {
		outages = List.copyOf(outages);
		ownFaults = List.copyOf(ownFaults);
	}

	/**
	 * Level of availability.
	 */
	public enum Level {

		/**
		 * Every method of every service has an instance that takes calls, and no consumer
		 * reports anything else.
		 */
		UP,

		/** The same, but some instances do not take calls of all methods. */
		IMPAIRED,

		/** Not known, because the registry is not connected or not completely read. */
		UNKNOWN,

		/** Calls of a service, or of one of its methods, fail. */
		OUTAGE

	}

}
