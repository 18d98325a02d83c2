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

package io.mprpc.internal.zookeeper.directory;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.mprpc.internal.zookeeper.layout.ZnodeLayout;
import io.mprpc.internal.zookeeper.session.ZooKeeperConnection;
import io.mprpc.internal.zookeeper.watch.ChildNames;
import io.mprpc.internal.zookeeper.watch.WatchLoop;
import io.mprpc.registry.ApplicationDirectory;
import io.mprpc.registry.ApplicationInstance;
import io.mprpc.registry.Subscription;

/**
 * Directory that follows the requested applications in ZooKeeper. While the connection is
 * lost the last answers stand.
 *
 * @since 0.1
 */
public final class ZooKeeperApplicationDirectory implements ApplicationDirectory, AutoCloseable {

	private final ZnodeLayout layout;

	private final WatchLoop loop;

	private final ConcurrentMap<String, ApplicationFollower> followers = new ConcurrentHashMap<>();

	private final ChildNames<String> names;

	private final AtomicBoolean namesFollowed = new AtomicBoolean();

	/**
	 * Creates a directory.
	 * @param connection connection to read through; stays open when the directory is
	 * closed
	 * @param debounce time over which changes are gathered into one
	 */
	public ZooKeeperApplicationDirectory(ZooKeeperConnection connection, Duration debounce) {
		this.layout = connection.layout();
		this.loop = new WatchLoop(connection, debounce);
		this.names = new ChildNames<>(this.layout.applications(), ZnodeLayout::name, this.loop);
	}

	@Override
	public SortedSet<String> applications() {
		if (this.namesFollowed.compareAndSet(false, true)) {
			this.loop.execute(this.names::start);
		}
		return this.names.names();
	}

	@Override
	public List<ApplicationInstance> instances(String application) {
		return follower(application).instances();
	}

	@Override
	public boolean isKnown(String application) {
		return follower(application).isKnown();
	}

	@Override
	public Subscription onChange(Runnable listener) {
		return this.loop.onChange(listener);
	}

	/**
	 * Stops following. Listeners are not called any more.
	 */
	@Override
	public void close() {
		this.loop.close();
	}

	private ApplicationFollower follower(String application) {
		return this.followers.computeIfAbsent(application, (name) -> {
			ApplicationFollower follower = new ApplicationFollower(name, this.layout.application(name), this.loop);
			this.loop.execute(follower::start);
			return follower;
		});
	}

}
