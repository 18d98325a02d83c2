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

package io.mprpc.internal.zookeeper;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * ZooKeeper as others see and change it, another process or an operator.
 */
public final class Raw implements AutoCloseable {

	private final ZooKeeper zooKeeper;

	public Raw(String connectString) throws Exception {
		this(connectString, 4000);
	}

	public Raw(String connectString, int sessionTimeoutMillis) throws Exception {
		CountDownLatch connected = new CountDownLatch(1);
		this.zooKeeper = new ZooKeeper(connectString, sessionTimeoutMillis, (event) -> {
			if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
				connected.countDown();
			}
		});
		if (!connected.await(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException("No connection to " + connectString);
		}
	}

	public ZooKeeper zooKeeper() {
		return this.zooKeeper;
	}

	public boolean exists(String path) throws Exception {
		return this.zooKeeper.exists(path, false) != null;
	}

	public long owner(String path) throws Exception {
		Stat stat = this.zooKeeper.exists(path, false);
		return (stat != null) ? stat.getEphemeralOwner() : -1;
	}

	public String data(String path) throws Exception {
		return new String(this.zooKeeper.getData(path, false, null), StandardCharsets.UTF_8);
	}

	public List<String> children(String path) throws Exception {
		return this.zooKeeper.getChildren(path, false);
	}

	public void delete(String path) throws Exception {
		this.zooKeeper.delete(path, -1);
	}

	public void set(String path, String data) throws Exception {
		this.zooKeeper.setData(path, data.getBytes(StandardCharsets.UTF_8), -1);
	}

	/** Creates a node of this session, with parents. */
	public void ephemeral(String path, String data) throws Exception {
		persistent(path.substring(0, path.lastIndexOf('/')));
		this.zooKeeper.create(path, data.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE,
				CreateMode.EPHEMERAL);
	}

	/** Creates a node with parents; one that exists is fine. */
	public void persistent(String path) throws Exception {
		for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
			ensure(path.substring(0, slash));
		}
		ensure(path);
	}

	/** Watches all below a path; what happens is gathered in the list. */
	public List<WatchedEvent> events(String path) throws Exception {
		List<WatchedEvent> events = new CopyOnWriteArrayList<>();
		this.zooKeeper.addWatch(path, (event) -> {
			if (event.getType() != Watcher.Event.EventType.None) {
				events.add(event);
			}
		}, AddWatchMode.PERSISTENT_RECURSIVE);
		return events;
	}

	private void ensure(String path) throws Exception {
		try {
			this.zooKeeper.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		}
		catch (KeeperException.NodeExistsException ex) {
			// Fine.
		}
	}

	@Override
	public void close() throws Exception {
		this.zooKeeper.close();
	}

}
