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
package io.mprpc.benchmarks.registry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import io.mprpc.benchmarks.EchoServer;
import io.mprpc.benchmarks.Settings;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/**
 * A standalone ZooKeeper on an ephemeral port, with the same settings for every
 * contender. Its data is deleted with the process.
 */
public class ZooKeeperProcess implements EchoServer {

	private static final int TICK_MILLIS = 500;

	private static final int MIN_SESSION_MILLIS = 1000;

	private static final int MAX_SESSION_MILLIS = 60000;

	private ServerCnxnFactory connections;

	private Sightings sightings;

	@Override
	public String start(Settings settings) throws IOException, InterruptedException {
		Path data = Path.of(settings.get("data", Files.createTempDirectory("benchmarks-zookeeper").toString()));
		Runtime.getRuntime().addShutdownHook(new Thread(() -> DataDirectory.delete(data)));
		ZooKeeperServer server = new ZooKeeperServer(data.toFile(), data.toFile(), TICK_MILLIS);
		server.setMinSessionTimeout(MIN_SESSION_MILLIS);
		server.setMaxSessionTimeout(MAX_SESSION_MILLIS);
		InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
		this.connections = ServerCnxnFactory.createFactory(address, 20_000);
		this.connections.startup(server);
		return "127.0.0.1:" + this.connections.getLocalPort();
	}

	@Override
	public String answer(String question, Settings arguments) throws Exception {
		switch (question) {
			case "watch":
				this.sightings = new Sightings("127.0.0.1:" + this.connections.getLocalPort());
				return "watching=true";
			case "sighted":
				String port = arguments.get("port");
				long since = arguments.getLong("since");
				return "appeared=" + this.sightings.appeared(port, since) + " vanished="
						+ this.sightings.vanished(port, since);
			default:
				return EchoServer.super.answer(question, arguments);
		}
	}

	@Override
	public void close() {
		this.connections.shutdown();
	}

}
