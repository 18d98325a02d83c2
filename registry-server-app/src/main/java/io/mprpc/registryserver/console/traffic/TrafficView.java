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

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

import io.mprpc.registryserver.polled.PollState;
import io.mprpc.registryserver.polled.Rate;
import io.mprpc.registryserver.polled.ServiceTraffic;

/**
 * Call statistics of a service, as its page shows them.
 *
 * @param traffic the calls
 * @param hour call statistics now and over the last hour
 * @param refused whether an instance rejects the token
 */
public record TrafficView(ServiceTraffic traffic, LastHour hour, boolean refused) {

	public static TrafficView of(ServiceTraffic traffic, Instant now) {
		return new TrafficView(traffic, LastHour.of(traffic.live(), traffic.history(), now),
				traffic.instances().stream().anyMatch((each) -> each.state() == PollState.REFUSED));
	}

	/** Whether any instance reports statistics. */
	public boolean measured() {
		return this.traffic.measured() > 0;
	}

	/** Calls of each measured instance by its endpoint. */
	public Map<String, Rate> instances() {
		return this.traffic.instances()
			.stream()
			.filter((each) -> each.state() == PollState.MEASURED)
			.collect(Collectors.toMap(ServiceTraffic.OfInstance::endpoint, ServiceTraffic.OfInstance::live));
	}

}
