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

import java.util.List;

/**
 * Call statistics of the whole namespace.
 *
 * @param live calls: served ones as instances count them, and those that consumers could
 * not send
 * @param reporting number of processes that report
 * @param silent number of processes that the registry knows and that do not report
 * @param worst services with failed or unsent calls, the worst first, at most 20
 * @param busiest services by their calls per second, at most 20
 * @param unsent calls that consumers could not send within the last ten seconds, the most
 * first, at most 100
 */
public record TrafficOverview(CallRates live, int reporting, int silent, List<ServiceCalls> worst,
		List<ServiceCalls> busiest, List<UnsentCalls> unsent) {

	/**
	 * Copies the lists.
	 */
	public TrafficOverview {
		worst = List.copyOf(worst);
		busiest = List.copyOf(busiest);
		unsent = List.copyOf(unsent);
	}

	/**
	 * Calls of one service.
	 *
	 * @param service full name of the service
	 * @param calls calls that its instances served, and those that consumers could not
	 * send
	 */
	public record ServiceCalls(String service, CallRates calls) {

	}

}
