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
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * Provider that uses only the registry's layout, like one in another language: it
 * registers its methods without an identity. Arguments: its port and the connect string.
 */
final class ForeignProcess {

	private static final int SESSION_MILLIS = 4000;

	private ForeignProcess() {
	}

	static void main(String[] args) throws IOException, InterruptedException, KeeperException {
		int port = Integer.parseInt(args[0]);
		Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
			.addService(new ProviderProcess.TargetService(Executors.newScheduledThreadPool(2), port))
			.build()
			.start();
		register(new ZooKeeper(args[1], SESSION_MILLIS, (event) -> {
		}), "127.0.0.1:" + port);
		System.out.println(Child.PROTOCOL + "READY");
		server.awaitTermination();
	}

	private static void register(ZooKeeper client, String address) throws InterruptedException, KeeperException {
		for (String method : List.of("Read", "Write", "Stream")) {
			StringBuilder path = new StringBuilder();
			for (String part : List.of("mprpc", "default", "services", "chaos.Target", method)) {
				ensure(client, path.append('/').append(part).toString());
			}
			client.create(path + "/" + address, address.getBytes(StandardCharsets.UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE,
					CreateMode.EPHEMERAL);
		}
	}

	private static void ensure(ZooKeeper client, String path) throws InterruptedException, KeeperException {
		try {
			client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
		}
		catch (KeeperException.NodeExistsException ex) {
			// Another provider was first.
		}
	}

}
