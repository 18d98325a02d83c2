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

package io.mprpc.registryserver.console.traffic;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.mprpc.registryserver.outage.Outage;
import io.mprpc.registryserver.traffic.model.CallRates;
import io.mprpc.registryserver.traffic.model.ServiceTraffic;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.InstanceCalls;
import io.mprpc.registryserver.traffic.model.ServiceTraffic.MethodCalls;
import io.mprpc.registryserver.traffic.model.UnsentCalls;
import org.jspecify.annotations.Nullable;

/**
 * Call statistics of a service or of one of its methods, as a page shows them.
 *
 * @param traffic calls of the service
 * @param served calls that instances served, of the service or of the method
 * @param made calls as consumers count them, with those that were not sent
 * @param outages calls that consumers could not send
 * @param ownFaults those that they could not send for reasons of their own
 * @param plots plots of the history
 */
public record ServiceFigures(ServiceTraffic traffic, CallRates served, CallRates made, List<Outage> outages,
		List<UnsentCalls> ownFaults, Plots plots) {

	/**
	 * Whether any process reports calls.
	 * @return whether there is anything to show
	 */
	public boolean isReported() {
		return this.traffic.reporting() > 0 || !this.traffic.consumers().isEmpty()
				|| !this.plots.table().rows().isEmpty();
	}

	/**
	 * Calls by instance.
	 * @return the calls of each instance that reports, by its endpoint
	 */
	public Map<String, CallRates> instances() {
		return this.traffic.instances()
			.stream()
			.collect(Collectors.toMap(InstanceCalls::endpoint, InstanceCalls::served, (some, other) -> some));
	}

	/**
	 * Calls of one method.
	 * @param traffic calls of its service
	 * @param method simple name of the method
	 * @return the calls, {@code null} if there are none
	 */
	public static @Nullable MethodCalls method(ServiceTraffic traffic, String method) {
		return traffic.methods().stream().filter((each) -> each.method().equals(method)).findFirst().orElse(null);
	}

}
