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

package io.mprpc.registryserver.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Content of one server: data and history of every node below a path.
 *
 * @param nodes the nodes by path
 */
public record ZnodeTree(Map<String, Node> nodes) {

	/**
	 * Reads the tree of one server.
	 * @param connectString the server
	 * @param root where to begin
	 */
	public static ZnodeTree read(String connectString, String root) throws Exception {
		try (ZooKeeper client = ZooKeeperClient.connect(connectString)) {
			CountDownLatch synced = new CountDownLatch(1);
			client.sync(root, (rc, path, context) -> synced.countDown(), null);
			synced.await();
			Map<String, Node> nodes = new TreeMap<>();
			collect(client, root, nodes);
			return new ZnodeTree(nodes);
		}
	}

	private static void collect(ZooKeeper client, String path, Map<String, Node> nodes) throws Exception {
		List<String> children;
		try {
			Stat stat = new Stat();
			byte[] data = client.getData(path, false, stat);
			nodes.put(path, new Node(Arrays.hashCode(data), stat.getCzxid(), stat.getMzxid(), stat.getVersion(),
					stat.getEphemeralOwner()));
			children = client.getChildren(path, false);
		}
		catch (KeeperException.NoNodeException ex) {
			return;
		}
		for (String child : children) {
			collect(client, path + '/' + child, nodes);
		}
	}

	/**
	 * A node.
	 *
	 * @param data hash of its data
	 * @param created transaction that created it
	 * @param modified transaction that changed it last
	 * @param version how often its data has changed
	 * @param owner session that it belongs to, 0 for none
	 */
	public record Node(int data, long created, long modified, int version, long owner) {

	}

}
