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

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.mprpc.internal.time.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executor that runs a non-blocking handler on the calling thread, and reports one that
 * blocks.
 */
public final class EventLoopExecutor implements Executor {

	private static final Logger logger = LoggerFactory.getLogger(EventLoopExecutor.class);

	private static final long REPORT_INTERVAL = TimeUnit.MINUTES.toNanos(1);

	private final String method;

	private final long tolerance;

	private final TimeSource time;

	private final AtomicLong nextReport;

	public EventLoopExecutor(String method, long tolerance, TimeSource time) {
		this.method = method;
		this.tolerance = tolerance;
		this.time = time;
		this.nextReport = new AtomicLong(time.nanoTime());
	}

	@Override
	public void execute(Runnable task) {
		long before = this.time.nanoTime();
		try {
			task.run();
		}
		finally {
			long now = this.time.nanoTime();
			if (now - before > this.tolerance) {
				report(now, now - before);
			}
		}
	}

	private void report(long now, long took) {
		long due = this.nextReport.get();
		if (now - due >= 0 && this.nextReport.compareAndSet(due, now + REPORT_INTERVAL)) {
			logger.warn(this.method + " is declared @NonBlocking but held its event loop for "
					+ TimeUnit.NANOSECONDS.toMillis(took) + " ms: other calls had to wait meanwhile. Remove "
					+ "@NonBlocking from its handler, or hand its work to another thread");
		}
	}

}
