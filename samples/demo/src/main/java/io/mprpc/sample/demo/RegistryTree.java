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
package io.mprpc.sample.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;

/**
 * View of the registry by a plain ZooKeeper client without mprpc. Opens a connection for
 * each read, so that it works before, during and after a run of the registry.
 */
final class RegistryTree {

	private static final int SESSION_TIMEOUT_MILLIS = 5000;

	private static final String SERVICES = "/mprpc/default/services";

	private final String connectString;

	RegistryTree(String connectString) {
		this.connectString = connectString;
	}

	/**
	 * Whether the registry accepts connections.
	 * @return whether it does
	 */
	boolean answers() {
		try {
			return look((zooKeeper) -> zooKeeper.exists("/", false) != null);
		}
		catch (DemoException ex) {
			return false;
		}
	}

	/**
	 * Addresses that serve a method.
	 * @param method full name of the method
	 * @return their addresses
	 */
	SortedSet<String> instances(String method) {
		return look((zooKeeper) -> new TreeSet<>(children(zooKeeper, SERVICES + '/' + method)));
	}

	/**
	 * The tree of services, methods and instances, one line for each method's instance.
	 * @return the lines
	 */
	List<String> lines() {
		return look((zooKeeper) -> {
			List<String> lines = new ArrayList<>();
			for (String service : children(zooKeeper, SERVICES)) {
				for (String method : children(zooKeeper, SERVICES + '/' + service)) {
					if (!method.startsWith(".")) {
						String path = SERVICES + '/' + service + '/' + method;
						List<String> instances = children(zooKeeper, path);
						lines.add(path + (instances.isEmpty() ? "  (none)" : ""));
						instances.forEach((instance) -> lines.add("    " + instance));
					}
				}
			}
			return lines;
		});
	}

	private static List<String> children(ZooKeeper zooKeeper, String path)
			throws KeeperException, InterruptedException {
		try {
			return zooKeeper.getChildren(path, false).stream().sorted().toList();
		}
		catch (KeeperException.NoNodeException ex) {
			return List.of();
		}
	}

	private <T> T look(Look<T> look) {
		CountDownLatch connected = new CountDownLatch(1);
		try (ZooKeeper zooKeeper = new ZooKeeper(this.connectString, SESSION_TIMEOUT_MILLIS, (event) -> {
			if (event.getState() == KeeperState.SyncConnected) {
				connected.countDown();
			}
		})) {
			if (!connected.await(2, TimeUnit.SECONDS)) {
				throw new DemoException("No registry answers at " + this.connectString);
			}
			return look.at(zooKeeper);
		}
		catch (IOException | KeeperException ex) {
			throw new DemoException("The registry cannot be read: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DemoException("Interrupted while reading the registry");
		}
	}

	private interface Look<T> {

		T at(ZooKeeper zooKeeper) throws KeeperException, InterruptedException;

	}

}
