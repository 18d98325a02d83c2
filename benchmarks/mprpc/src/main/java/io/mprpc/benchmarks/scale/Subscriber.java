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
package io.mprpc.benchmarks.scale;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.mprpc.benchmarks.load.Caller;
import io.mprpc.internal.time.TimeSource;
import io.mprpc.internal.zookeeper.directory.DirectorySettings;
import io.mprpc.internal.zookeeper.directory.ZooKeeperInstanceDirectory;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.session.ZooKeeperSettings;
import io.mprpc.registry.ServiceView;

/**
 * View of one consumer.
 */
final class Subscriber implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	private final ZooKeeperConnection connection;

	private final ZooKeeperInstanceDirectory directory;

	private final long began = Caller.now();

	private int size;

	private long since;

	Subscriber(String registry) {
		this.connection = ZooKeeperConnection.open(ZooKeeperSettings.of(registry, "default"), TimeSource.system(),
				RandomGenerator.getDefault());
		this.directory = new ZooKeeperInstanceDirectory(this.connection, DirectorySettings.DEFAULT);
		this.directory.subscribe(Fleet.SERVICE, this::see);
	}

	private synchronized void see(ServiceView view) {
		this.size = view.instances().size();
		this.since = Caller.now();
		notifyAll();
	}

	/**
	 * Waits for a view of a size.
	 * @return microseconds since this consumer began to connect
	 */
	long awaitFirst(int expected) throws InterruptedException {
		return await(expected) - this.began;
	}

	/**
	 * Waits for a view of a size.
	 * @return its time, in microseconds since 1970
	 */
	synchronized long await(int expected) throws InterruptedException {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (this.size != expected) {
			long left = (end - System.nanoTime()) / 1_000_000;
			if (left <= 0) {
				throw new IllegalStateException("A view of " + this.size + " instances instead of " + expected);
			}
			wait(left);
		}
		return this.since;
	}

	@Override
	public void close() {
		this.directory.close();
		this.connection.close();
	}

}
