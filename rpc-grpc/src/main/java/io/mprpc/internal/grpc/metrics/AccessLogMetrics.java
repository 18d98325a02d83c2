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
import io.mprpc.internal.grpc.accesslog.AccessLogQueue;

/**
 * Meters of the access log's queue.
 *
 * @since 0.1
 */
public final class AccessLogMetrics implements MeterBinder {

	private final AccessLogQueue queue;

	/**
	 * Creates the meters.
	 * @param queue the queue
	 */
	public AccessLogMetrics(AccessLogQueue queue) {
		this.queue = queue;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		RpcMeter.ACCESS_LOG_QUEUED.gauge(registry, this.queue::queued);
		RpcMeter.ACCESS_LOG_DROPPED.counter(registry, this.queue, AccessLogQueue::dropped);
	}

}
