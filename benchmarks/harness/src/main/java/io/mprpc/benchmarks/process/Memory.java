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
package io.mprpc.benchmarks.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory of this process after garbage collection.
 */
final class Memory {

	private static final Path STATUS = Path.of("/proc/self/status");

	private Memory() {
	}

	static String afterCollection() throws IOException, InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(100);
		}
		var memory = ManagementFactory.getMemoryMXBean();
		return "heap=" + memory.getHeapMemoryUsage().getUsed() + " nonHeap=" + memory.getNonHeapMemoryUsage().getUsed()
				+ " resident=" + resident() + " threads=" + ManagementFactory.getThreadMXBean().getThreadCount()
				+ " classes=" + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
	}

	private static long resident() throws IOException {
		if (!Files.exists(STATUS)) {
			return 0;
		}
		return Files.readAllLines(STATUS)
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
			.findFirst()
			.orElse(0);
	}

}
