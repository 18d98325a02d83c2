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
package io.mprpc.benchmarks.reports;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.mprpc.internal.grpc.report.MachineLoad;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.reports.v1.Load;

/**
 * Load of this JVM, which is sampled as often as one process would: to count the open
 * files of hundreds of processes hundreds of times is no part of any.
 */
final class SharedLoad implements Supplier<Load> {

	private static final long MAX_AGE = TimeUnit.MILLISECONDS.toNanos(300);

	private final MachineLoad machine = MachineLoad.loads(TimeSource.system()).get();

	private Load last = this.machine.sample();

	private long at = System.nanoTime();

	@Override
	public synchronized Load get() {
		if (System.nanoTime() - this.at > MAX_AGE) {
			this.last = this.machine.sample();
			this.at = System.nanoTime();
		}
		return this.last;
	}

}
