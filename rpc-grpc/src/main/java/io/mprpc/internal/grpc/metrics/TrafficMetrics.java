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

package io.mprpc.internal.grpc.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mprpc.internal.grpc.server.ConnectionTracker;

/**
 * Meters of the connections to this application's servers.
 *
 * @since 0.1
 */
public final class TrafficMetrics implements MeterBinder {

	private final ConnectionTracker traffic;

	/**
	 * Creates the meters.
	 * @param traffic the connected clients
	 */
	public TrafficMetrics(ConnectionTracker traffic) {
		this.traffic = traffic;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		RpcMeter.SERVER_CONNECTIONS.gauge(registry, this.traffic::connectionCount);
	}

}
