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

package io.mprpc.registryserver.reports.reading;

import io.mprpc.registryserver.traffic.model.ProcessLoad;
import io.mprpc.reports.v1.Load;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the load of a process.
 */
final class LoadReader {

	private static final int MAX_PROCESSORS = 1 << 16;

	private static final int MAX_THREADS = 10_000_000;

	// A rounding error is none of the process.
	private static final float TOLERANCE = 1.01f;

	private LoadReader() {
	}

	static ProcessLoad read(Load load) throws InvalidReportException {
		return new ProcessLoad(share("load.process_cpu", load.hasProcessCpu(), load.getProcessCpu()),
				share("load.system_cpu", load.hasSystemCpu(), load.getSystemCpu()),
				number("load.processors", load.getProcessors(), MAX_PROCESSORS),
				size("load.heap_used", load.hasHeapUsed(), load.getHeapUsed()),
				size("load.heap_after_collection", load.hasHeapAfterCollection(), load.getHeapAfterCollection()),
				size("load.heap_max", load.hasHeapMax(), load.getHeapMax()),
				share("load.collection_share", load.hasCollectionShare(), load.getCollectionShare()),
				number("load.threads", load.getThreads(), MAX_THREADS),
				size("load.disk_free", load.hasDiskFree(), load.getDiskFree()),
				size("load.disk_total", load.hasDiskTotal(), load.getDiskTotal()),
				size("load.open_files", load.hasOpenFiles(), load.getOpenFiles()),
				size("load.max_open_files", load.hasMaxOpenFiles(), load.getMaxOpenFiles()));
	}

	private static @Nullable Double share(String field, boolean present, float share) throws InvalidReportException {
		if (!present) {
			return null;
		}
		InvalidReportException.require(share >= 0 && share <= TOLERANCE, field, "is not between 0 and 1");
		return (double) Math.min(share, 1f);
	}

	private static @Nullable Long size(String field, boolean present, long size) throws InvalidReportException {
		// A negative one is beyond 2^63: some platforms tell no limit like that.
		return (present && size >= 0) ? size : null;
	}

	private static int number(String field, int number, int max) throws InvalidReportException {
		InvalidReportException.require(number >= 0 && number <= max, field, "is larger than " + max);
		return number;
	}

}
