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

package io.mprpc.chaos;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/**
 * Looks into the registry as a tool of another language would: by its paths alone.
 */
final class Registered {

	private static final String METHOD = "/mprpc/default/services/chaos.Target/Read";

	private Registered() {
	}

	/**
	 * Waits until exactly these ports are registered.
	 */
	static void await(String connectString, List<Integer> ports) {
		Set<String> expected = ports.stream().map((port) -> "127.0.0.1:" + port).collect(Collectors.toSet());
		Lab.awaitTrue("exactly " + expected + " registered", 90, () -> read(connectString).equals(expected));
	}

	private static Set<String> read(String connectString) {
		try (ZooKeeper client = new ZooKeeper(connectString, 10_000, (event) -> {
		}, new ZKClientConfig())) {
			return new HashSet<>(client.getChildren(METHOD, false));
		}
		catch (KeeperException | IOException ex) {
			return Set.of();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Set.of();
		}
	}

}
