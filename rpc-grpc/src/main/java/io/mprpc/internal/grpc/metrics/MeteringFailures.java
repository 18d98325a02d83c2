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

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handling of exceptions of meters: it is said once and goes no further. In a stream
 * tracer it would keep the call from ever ending, or end its channel.
 */
final class MeteringFailures {

	private static final Logger logger = LoggerFactory.getLogger(MeteringFailures.class);

	private final AtomicBoolean said = new AtomicBoolean();

	/**
	 * Takes note of a failure.
	 * @param failure exception of a meter
	 */
	void caught(RuntimeException failure) {
		if (this.said.compareAndSet(false, true)) {
			logger.warn("Calls could not be measured: look for the cause in the application's MeterFilter and "
					+ "MeterRegistry beans. This is said once", failure);
		}
	}

}
