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

package io.mprpc.internal.grpc.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Periodic log of the open calls that a stopping server waits for: a stop that takes long
 * must not be silent.
 */
public final class OpenCallReport {

	private static final Logger logger = LoggerFactory.getLogger(OpenCallReport.class);

	private final Supplier<Map<String, Long>> openCalls;

	private final Duration interval;

	private @Nullable CountDownLatch over;

	public OpenCallReport(Supplier<Map<String, Long>> openCalls, Duration interval) {
		this.openCalls = openCalls;
		this.interval = interval;
	}

	/** Begins to report, on a thread of its own that ends with {@link #end()}. */
	public synchronized void begin() {
		end();
		if (this.openCalls.get().isEmpty()) {
			return;
		}
		CountDownLatch latch = new CountDownLatch(1);
		Thread thread = new Thread(() -> report(latch), "mprpc-open-calls");
		thread.setDaemon(true);
		thread.start();
		this.over = latch;
	}

	public synchronized void end() {
		if (this.over != null) {
			this.over.countDown();
			this.over = null;
		}
	}

	private void report(CountDownLatch latch) {
		try {
			do {
				Map<String, Long> open = this.openCalls.get();
				if (open.isEmpty()) {
					return;
				}
				logger.info("Before the gRPC server stops, open calls may end "
						+ "(spring.grpc.server.shutdown.grace-period): " + open);
			}
			while (!latch.await(this.interval.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
