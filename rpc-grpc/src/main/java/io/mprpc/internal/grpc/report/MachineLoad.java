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

package io.mprpc.internal.grpc.report;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.reports.v1.Load;

/**
 * Load of this process and its machine. Values that the JVM does not know are left out.
 * For use by one thread at a time.
 *
 * @since 0.1
 */
public final class MachineLoad {

	// Of JDKs with HotSpot and of native images; others may lack the module.
	private static final boolean HAS_PLATFORM_BEANS = hasPlatformBeans();

	private final TimeSource time;

	private final DiskSpace disk;

	private long lastNanos;

	private long lastCollectionMillis;

	private long lastCpuNanos;

	MachineLoad(DiskSpace disk, TimeSource time) {
		this.time = time;
		this.disk = disk;
		disk.look();
		this.lastNanos = time.nanoTime();
		this.lastCollectionMillis = collectionMillis();
		this.lastCpuNanos = HAS_PLATFORM_BEANS ? PlatformBeans.begin() : -1;
	}

	/**
	 * Loads that are each sampled by somebody else and share one look at the disk, on a
	 * thread of its own, because that may block.
	 * @param time source of time
	 * @return creates a load since that moment
	 */
	public static Supplier<MachineLoad> loads(TimeSource time) {
		return loads(DiskSpace::onThread, time);
	}

	static Supplier<MachineLoad> loads(Executor executor, TimeSource time) {
		DiskSpace disk = new DiskSpace(executor, time);
		return () -> new MachineLoad(disk, time);
	}

	/**
	 * The load since the last sample.
	 * @return the load
	 */
	public Load sample() {
		long now = this.time.nanoTime();
		long elapsed = now - this.lastNanos;
		this.lastNanos = now;
		Load.Builder load = Load.newBuilder()
			.setProcessors(Runtime.getRuntime().availableProcessors())
			.setThreads(ManagementFactory.getThreadMXBean().getThreadCount());
		addHeap(load);
		addCollections(load, elapsed);
		if (HAS_PLATFORM_BEANS) {
			addProcessor(load, elapsed);
			PlatformBeans.addTo(load);
		}
		this.disk.addTo(load);
		return load.build();
	}

	private static void addHeap(Load.Builder load) {
		MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
		load.setHeapUsed(heap.getUsed());
		if (heap.getMax() >= 0) {
			load.setHeapMax(heap.getMax());
		}
		addHeapAfterCollection(load);
	}

	private static void addHeapAfterCollection(Load.Builder load) {
		if (ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.noneMatch((each) -> each.getCollectionCount() > 0)) {
			return;
		}
		long used = -1;
		for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
			MemoryUsage collected = (pool.getType() == MemoryType.HEAP) ? pool.getCollectionUsage() : null;
			if (collected != null) {
				used = Math.max(0, used) + usedAfterCollection(pool, collected);
			}
		}
		if (used >= 0) {
			load.setHeapAfterCollection(used);
		}
	}

	// Until the old generation is collected for the first time, it holds what collections
	// of the young one have left.
	private static long usedAfterCollection(MemoryPoolMXBean pool, MemoryUsage collected) {
		boolean old = pool.getName().contains("Old") || pool.getName().contains("Tenured");
		return (old && collected.getUsed() == 0) ? pool.getUsage().getUsed() : collected.getUsed();
	}

	private void addCollections(Load.Builder load, long elapsed) {
		long millis = collectionMillis();
		if (elapsed > 0) {
			load.setCollectionShare(share(TimeUnit.MILLISECONDS.toNanos(millis - this.lastCollectionMillis), elapsed));
		}
		this.lastCollectionMillis = millis;
	}

	// The bean's own share is since the last time that anybody asked, meters for example.
	private void addProcessor(Load.Builder load, long elapsed) {
		long nanos = PlatformBeans.cpuNanos();
		if (nanos >= 0 && this.lastCpuNanos >= 0 && elapsed > 0) {
			load.setProcessCpu(share(nanos - this.lastCpuNanos, elapsed * load.getProcessors()));
		}
		this.lastCpuNanos = nanos;
	}

	private static float share(long part, long whole) {
		return (float) Math.min(1, Math.max(0, (double) part / whole));
	}

	// Beans of concurrent cycles count time in which the application ran; those of their
	// pauses are beans of their own.
	private static long collectionMillis() {
		long millis = 0;
		for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
			if (!collector.getName().endsWith("Cycles") && !collector.getName().endsWith("Concurrent GC")) {
				millis += Math.max(0, collector.getCollectionTime());
			}
		}
		return millis;
	}

	// A constant name is one that the compiler of native images finds.
	private static boolean hasPlatformBeans() {
		try {
			Class.forName("com.sun.management.UnixOperatingSystemMXBean", false, MachineLoad.class.getClassLoader());
			return true;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return false;
		}
	}

	/**
	 * What only beans of the platform tell; apart, so that its types are loaded where
	 * they exist.
	 */
	private static final class PlatformBeans {

		/** The load of the machine is since the last time that anybody asked. */
		static long begin() {
			addTo(Load.newBuilder());
			return cpuNanos();
		}

		/** Time of all threads since the start, negative if it is not known. */
		static long cpuNanos() {
			return (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
					? system.getProcessCpuTime() : -1;
		}

		static void addTo(Load.Builder load) {
			java.lang.management.OperatingSystemMXBean bean = ManagementFactory.getOperatingSystemMXBean();
			double machine = (bean instanceof OperatingSystemMXBean system) ? system.getCpuLoad() : -1;
			if (machine >= 0) {
				load.setSystemCpu((float) machine);
			}
			if (bean instanceof UnixOperatingSystemMXBean unix && unix.getMaxFileDescriptorCount() >= 0) {
				load.setOpenFiles(unix.getOpenFileDescriptorCount()).setMaxOpenFiles(unix.getMaxFileDescriptorCount());
			}
		}

	}

}
