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

import org.jspecify.annotations.Nullable;

/**
 * Call statistics and load of one process.
 *
 * @param process the process
 * @param provided calls that it served
 * @param consumed calls that it made or could not send
 * @param providedMethods the same by method
 * @param consumedMethods the same by method
 * @param picked instances that its calls went to
 * @param unsent calls that it could not send within the last ten seconds
 * @param load its load, {@code null} if it does not report
 */
public record ProcessTraffic(ReportingProcess process, CallRates provided, CallRates consumed,
		List<MethodOfProcess> providedMethods, List<MethodOfProcess> consumedMethods, List<PickedInstance> picked,
		List<UnsentCalls> unsent, @Nullable ProcessLoad load) {

	/**
	 * Copies the lists.
	 */
	public ProcessTraffic {
		providedMethods = List.copyOf(providedMethods);
		consumedMethods = List.copyOf(consumedMethods);
		picked = List.copyOf(picked);
		unsent = List.copyOf(unsent);
	}

	/**
	 * Calls of one method.
	 *
	 * @param service full name of the service
	 * @param method simple name of the method
	 * @param calls the calls
	 */
	public record MethodOfProcess(String service, String method, CallRates calls) {

	}

	/**
	 * Calls that went to one instance.
	 *
	 * @param service full name of the service
	 * @param endpoint where the instance takes calls
	 * @param calls the calls
	 */
	public record PickedInstance(String service, String endpoint, CallRates calls) {

	}

}
